import { expect, test } from 'vitest';
import { honest, inWords, playwrightCounts, total, vitestCounts } from './counts.mjs';

const suite = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((state) => ({ status: state })),
});

test.each([
  ['tests that failed', suite('failed', 'failed', 'passed', 'skipped'), { passed: 1, failed: 1, skipped: 1 }],
  ['a suite that could not be loaded', suite('failed'), { passed: 0, failed: 1, skipped: 0 }],
  [
    'tests left out by a hook that threw',
    suite('failed', 'skipped', 'skipped'),
    { passed: 0, failed: 2, skipped: 0 },
  ],
  ['success', suite('passed', 'passed', 'todo', 'pending'), { passed: 1, failed: 0, skipped: 2 }],
])('%s', (_, testResult, counts) => {
  expect(vitestCounts({ testResults: [testResult] })).toEqual(counts);
});

test('a flaky test and an error outside tests are failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test.each([
  ['no report', undefined, true, 1],
  ['a process that failed without a failed test', { passed: 5, failed: 0, skipped: 0 }, false, 1],
  ['nothing but skipped tests', { passed: 0, failed: 0, skipped: 9 }, true, 1],
  ['failures that are known', { passed: 5, failed: 2, skipped: 0 }, false, 2],
  ['success', { passed: 5, failed: 0, skipped: 1 }, true, 0],
])('%s', (_, counts, succeeded, failed) => {
  expect(honest(counts, succeeded).failed).toBe(failed);
});

test('the last line', () => {
  const sum = total([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(inWords(sum)).toBe('3 passed, 1 failed');
  expect(inWords({ ...sum, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
