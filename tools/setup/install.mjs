// Installing what a fresh clone lacks. Uses nothing but Node, since nothing else is there yet.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const LEAST_NODE = [20, 19];

/** Ends the process where Node is too old for the tools. */
export function requireNode(version = process.versions.node) {
  if (isNodeEnough(version)) return;
  console.error(
    `Trainyard: Node must be ${LEAST_NODE.join('.')} or newer, got ${version}. Try: https://nodejs.org`,
  );
  process.exit(1);
}

/** @param {string} version such as `20.19.0` */
export function isNodeEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {string} root whether the packages folder is there at all */
export const hasPackages = (root = ROOT) => existsSync(join(root, 'node_modules', '.package-lock.json'));

/**
 * Whether the installed packages are those of the lock file. npm notes what it installed in
 * `node_modules/.package-lock.json`; packages that the lock calls optional may be missing (other platforms').
 * @param {string} root
 */
export function packagesMatchLock(root = ROOT) {
  if (!hasPackages(root)) return false;
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) =>
    installed[path] ? installed[path].version === entry.version : path === '' || entry.optional || entry.peer,
  );
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>} */
const lockedPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/**
 * Runs a command of npm's (or `npx`'s through `npm exec`) in the repository.
 * @param {string[]} args
 * @param {{ toStderr?: boolean }} [options] `toStderr`: keep standard output free for the program's own
 * @returns {boolean} whether it succeeded
 */
export function npm(args, { toStderr = false } = {}) {
  // npm tells the scripts that it starts where it lies; elsewhere PATH has to do.
  const cli = process.env.npm_execpath ?? '';
  const viaNode = cli.endsWith('.js') && existsSync(cli);
  const { status } = spawnSync(viaNode ? process.execPath : 'npm', viaNode ? [cli, ...args] : args, {
    cwd: ROOT,
    stdio: ['ignore', toStderr ? 2 : 'inherit', 'inherit'],
    shell: !viaNode && process.platform === 'win32',
  });
  return status === 0;
}

/**
 * Installs the packages of the lock file, or ends the process with npm's own message.
 * @param {string} why
 */
export function installPackages(why) {
  console.error(`Trainyard: ${why}, running npm ci …`);
  // The repository's .npmrc silences npm (its banner would mix with `--json` output); an install should speak.
  if (npm(['ci', '--loglevel=notice', '--no-audit', '--no-fund'], { toStderr: true })) return;
  console.error('Trainyard: npm ci failed (see above). Try: check the network, then run the command again.');
  process.exit(1);
}

/** Makes the packages those of the lock file; quick where they are. */
export function ensurePackages(root = ROOT) {
  if (packagesMatchLock(root)) return;
  installPackages(
    hasPackages(root) ? 'node_modules differs from package-lock.json' : 'node_modules is missing',
  );
}
