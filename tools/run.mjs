// Runs a TypeScript entry of this repository in Node: `node tools/run.mjs <entry.ts> [arguments]`.
//
// Vite's module runner loads it, so it is the same code the page runs, `import.meta.glob` of the shaders included.
// The entry finds its arguments in process.argv from index 2 on, as it would when started by Node itself. What it
// prints is all that goes to standard output.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { hasPackages, installPackages, ROOT, requireNode } from './setup/install.mjs';
import { vulkanEnvironment } from './setup/vulkan.mjs';

/** Starts this very command once more: a library path counts only from the start of a process. */
function again() {
  return spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;
}

requireNode();
const [entry, ...args] = process.argv.slice(2);
if (!entry || !existsSync(resolve(entry))) {
  console.error(
    `run: an entry file must be given, got ${entry ?? 'nothing'}. Try: npm run train -- mnist-mlp`,
  );
  process.exit(2);
}
if (!hasPackages()) installPackages('node_modules is missing');
const vulkan = vulkanEnvironment();
Object.assign(process.env, vulkan);
if (vulkan.LD_LIBRARY_PATH) process.exit(again());
process.argv = [process.argv[0] ?? 'node', resolve(entry), ...args];

const { createLogger, createServer, createServerModuleRunner } = await import('vite');

/** Vite's own words go to standard error. */
const toStderr = (/** @type {string} */ message) => void process.stderr.write(`${message}\n`);
const logger = {
  ...createLogger('warn'),
  info: toStderr,
  warn: toStderr,
  warnOnce: toStderr,
  error: toStderr,
};

const server = await createServer({
  root: ROOT,
  configFile: false,
  appType: 'custom',
  customLogger: logger,
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const runner = createServerModuleRunner(server.environments.ssr, {
  hmr: false,
  sourcemapInterceptor: 'prepareStackTrace',
});

// The entry may go on after its last top-level statement, and import more: the loader stays until all is done.
process.once('beforeExit', () => void server.close());

try {
  await runner.import(`/${relative(ROOT, resolve(entry)).replaceAll('\\', '/')}`);
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}
