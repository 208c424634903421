// `npm start`: installs what is missing, builds the app, serves it, and opens the browser where there is one.
// Options: --port <number> (4173, or the next free one), --no-open.

import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT, requireNode } from './install.mjs';

requireNode();
const options = readOptions();
ensurePackages();

const { build, preview } = await import('vite');
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({ root: ROOT, preview: { port: options.port, strictPort: false } });
const address = server.resolvedUrls?.local[0] ?? `http://localhost:${options.port}/`;
console.log(`\nTrainyard is at ${address}  (stop it with Ctrl+C)`);
if (options.open) openBrowser(address);

/** @returns {{ port: number, open: boolean }} */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '4173' }, 'no-open': { type: 'boolean', default: false } },
    });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) {
      return { port, open: !values['no-open'] && hasScreen() };
    }
    throw new Error(`--port must be a number from 1 to 65535, got ${values.port}`);
  } catch (error) {
    console.error(`start: ${/** @type {Error} */ (error).message}. Try: npm start -- --port 4173 --no-open`);
    process.exit(2);
  }
}

/** Whether a browser could show itself: not in CI, and on Linux only with a display. */
function hasScreen() {
  if (process.env.CI) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {string} url Opens it in the person's browser; where that fails, the printed address has to do. */
function openBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened: open the address by hand.'));
  child.unref();
}
