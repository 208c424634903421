import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm, packagesMatchLock } from '../../tools/setup/install.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Installs the peers of bench/package-lock.json where they are not. */
export function ensurePeers(): void {
  if (existsSync(`${FOLDER}node_modules`) && packagesMatchLock(FOLDER)) return;
  console.error('Trainyard: installing the peers of bench/package.json …');
  const installed = npm(['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'], {
    toStderr: true,
  });
  if (!installed) throw new Error('bench: the peers must be installed, npm ci failed. Try: --peer ours');
}
