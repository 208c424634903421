// `npm test`: installs what is missing, then runs check, unit, gpu, build and e2e, and ends with one line that counts
// the tests of all of them. Every part runs, whatever failed before it. Nothing is asked.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, ensureFirefox, ensureVulkan } from './browsers.mjs';
import { honest, inWords, playwrightCounts, total, vitestCounts } from './counts.mjs';
import { ensurePackages, ROOT, requireNode } from './install.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

requireNode();
ensurePackages();
const reports = join(ROOT, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const chromium = ensureChromium();
const vulkan = ensureVulkan();
const firefox = ensureFirefox();
console.log(
  `Chromium: ${chromium ?? 'none'}\nVulkan for Dawn: ${vulkan ?? 'none'}\nFirefox: ${firefox ?? 'none'}`,
);
if (chromium) process.env.CHROMIUM_PATH = chromium;
if (firefox) process.env.FIREFOX_PATH = firefox;

/** @type {[string, () => Promise<Counts>][]} */
const parts = [
  ['check', runCheck],
  ['unit', () => runVitest('unit')],
  ['gpu', () => runVitest('gpu')],
  ['build', runBuild],
  ['e2e', runPlaywright],
];

/** @type {{ name: string, counts: Counts, seconds: number }[]} */
const results = [];
for (const [name, run] of parts) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const start = performance.now();
  const counts = await run();
  results.push({ name, counts, seconds: (performance.now() - start) / 1000 });
}

console.log(`\n${'─'.repeat(64)}`);
for (const { name, counts, seconds } of results) {
  console.log(`${name.padEnd(8)}${inWords(counts).padEnd(40)}${seconds.toFixed(1).padStart(8)} s`);
}
const sum = total(results.map((result) => result.counts));
process.exitCode = sum.failed > 0 ? 1 : 0;
console.log(inWords(sum));

/** @returns {Promise<Counts>} each part of the check counts as one test */
async function runCheck() {
  const { runChecks } = await import('../check/check.mjs');
  return { ...(await runChecks()), skipped: 0 };
}

/** @param {'unit' | 'gpu'} project @returns {Promise<Counts>} */
async function runVitest(project) {
  const report = join(reports, `${project}.json`);
  const succeeded = await runNode([
    bin('vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return honest(readReport(report, vitestCounts), succeeded);
}

/** @returns {Promise<Counts>} */
async function runBuild() {
  // A build that fails must not leave an older one for the tests that follow.
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const succeeded = await runNode([bin('vite/bin/vite.js'), 'build']);
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
}

/** @returns {Promise<Counts>} */
async function runPlaywright() {
  if (!existsSync(join(ROOT, 'dist', 'index.html'))) {
    console.log('There is no built app to test.');
    return honest(undefined, false);
  }
  const report = join(reports, 'e2e.json');
  const succeeded = await runNode([bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return honest(readReport(report, playwrightCounts), succeeded);
}

/** @param {string} path below node_modules */
function bin(path) {
  return join(ROOT, 'node_modules', path);
}

/**
 * Runs a script in this Node, its output going straight through.
 * @param {string[]} argv
 * @param {Record<string, string>} [env]
 * @returns {Promise<boolean>} whether it succeeded
 */
function runNode(argv, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/**
 * @param {string} path
 * @param {(report: any) => Counts} count
 * @returns {Counts | undefined} `undefined` where the part wrote no report that can be read
 */
function readReport(path, count) {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`No report at ${path}: ${/** @type {Error} */ (error).message}`);
    return undefined;
  }
}
