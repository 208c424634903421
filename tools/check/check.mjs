// `npm run check`: formatter and linter, types, import rules, unused code. The parts run side by side; each one's
// output is printed whole when it ends.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (/** @type {string} */ path) =>
  fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));

/** The parts, by the name under which they report. */
export const CHECKS = {
  'format and lint': [
    bin('@biomejs/biome/bin/biome'),
    'check',
    '--error-on-warnings',
    '--max-diagnostics=200',
    '.',
  ],
  types: [bin('typescript/bin/tsc'), '--noEmit', '--pretty', String(process.stdout.isTTY ?? false)],
  'import rules': [fileURLToPath(new URL('import-rules.mjs', import.meta.url))],
  'unused code': [bin('knip/bin/knip.js'), '--no-progress'],
};

/**
 * Runs one part.
 * @param {string[]} argv script and arguments, for this Node
 * @returns {Promise<{ passed: boolean, output: string, seconds: number }>}
 */
function runPart(argv) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const done = (/** @type {boolean} */ passed) =>
      resolve({ passed, output, seconds: (performance.now() - start) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}

/**
 * Runs every part and prints as they end.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, argv]) => {
      const { passed, output, seconds } = await runPart(argv);
      console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
      if (!passed || name === 'import rules') console.log(output.trimEnd().replace(/^/gm, '  '));
      return passed;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await runChecks();
  process.exitCode = failed > 0 ? 1 : 0;
}
