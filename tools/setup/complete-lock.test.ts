import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingEntries, platformOf } from './complete-lock.mjs';
import { ROOT } from './install.mjs';

test('the lock names the packages of every platform', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  expect(Object.keys(missingEntries(lock.packages)), 'run node tools/setup/complete-lock.mjs').toEqual([]);
});

test('what is missing is added for its platform', () => {
  const optionalDependencies = {
    'x-linux-x64-musl': '1.0.0',
    'x-darwin-arm64': '1.0.0',
    'x-win32-x64-msvc': '1.0.0',
  };
  const packages = {
    'node_modules/x': { dev: true, optionalDependencies },
    'node_modules/x/node_modules/x-darwin-arm64': {},
  };
  expect(missingEntries(packages)).toEqual({
    'node_modules/x-linux-x64-musl': {
      version: '1.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
    'node_modules/x-win32-x64-msvc': {
      version: '1.0.0',
      os: ['win32'],
      cpu: ['x64'],
      dev: true,
      optional: true,
    },
  });
});

test('a name that tells no platform is an error', () => {
  expect(() => platformOf('fsevents')).toThrow('must tell system and processor');
});
