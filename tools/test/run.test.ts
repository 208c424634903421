import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../setup/install.mjs';

const entry = join(ROOT, 'tools/test/fixtures/entry.ts');

function run(...args: string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'tools/run.mjs'), ...args], { encoding: 'utf8' });
}

test('passes arguments, loads shaders, prints nothing of its own, and ends as the entry ends', () => {
  const { status, stdout, stderr } = run(entry, 'mnist-mlp', '--epochs', '3');
  const { args, shaders } = JSON.parse(stdout);
  expect(args).toEqual(['mnist-mlp', '--epochs', '3']);
  expect(shaders).toBeGreaterThan(0);
  expect(stderr).toBe('');
  expect(status).toBe(7);
});

test('an error ends it with the place in the source', () => {
  const { status, stderr } = run(entry, 'throw');
  expect(stderr).toMatch(/Error: planted\n.*thrower\.ts:6:9/);
  expect(status).toBe(1);
});

test('an entry that does not exist', () => {
  expect(run('nowhere.ts')).toMatchObject({ status: 2, stdout: '' });
});
