// Completes package-lock.json: `node tools/setup/complete-lock.mjs` after any `npm install`.
//
// Native packages come one per platform, as optional dependencies. npm leaves out of the lock those that the registry
// it asked does not have, and `npm ci` then refuses the lock, here or on another platform. Which platform such a
// package is for is in its name.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './install.mjs';

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} Entry
 * @typedef {Record<string, Entry>} Packages
 */

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * The platform that a package's name tells, as npm writes it into a lock.
 * @param {string} name such as `@rollup/rollup-linux-arm-gnueabihf`
 * @returns {Pick<Entry, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  if (os.length !== 1 || cpu.length !== 1) {
    throw new Error(
      `complete-lock: the name must tell system and processor, got ${name}. Try: add it by hand.`,
    );
  }
  const musl = words.some((word) => word.startsWith('musl'));
  return { os, cpu, ...(os[0] === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {}) };
}

/**
 * The entries that the lock lacks.
 * @param {Packages} packages the lock's `packages`
 * @returns {Packages}
 */
export function missingEntries(packages) {
  /** @type {Packages} */
  const missing = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => packages[place])) continue;
      missing[`node_modules/${name}`] = {
        version: version.replace(/^[\^~]/, ''),
        ...platformOf(name),
        ...(dev ? { dev } : {}),
        optional: true,
      };
    }
  }
  return missing;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(ROOT, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock.packages);
  const all = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`);
  console.log(`package-lock.json: ${Object.keys(missing).length} packages of other platforms added`);
}
