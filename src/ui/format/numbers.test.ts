import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatMetric,
  formatMilliseconds,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatSetting,
} from './numbers.ts';

test('unknown is a dash, never NaN or 0', () => {
  for (const format of [
    formatBytes,
    formatCompact,
    formatCount,
    formatNumber,
    formatPercent,
    formatSeconds,
  ]) {
    expect(format(Number.NaN)).toBe('–');
    expect(format(null)).toBe('–');
    expect(format(Number.POSITIVE_INFINITY)).toBe('–');
  }
});

describe('digits', () => {
  test.each([
    [0.08123, '0.0812'],
    [0.5, '0.5000'],
    [12.3456, '12.35'],
    [Math.LN10, '2.303'],
    [0, '0'],
    [1.23e-7, '1.2e-7'],
    [38528, '38,528'],
  ])('formatNumber(%d) is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test.each([
    [0.001, '0.001'],
    [1e-7, '1e-7'],
    [128, '128'],
    [0.9, '0.9'],
  ])('formatSetting(%d) is %s', (value, text) => expect(formatSetting(value)).toBe(text));

  test.each([
    [999, '999'],
    [1204, '1.2 k'],
    [38528, '38.5 k'],
    [55050, '55.0 k'],
    [165_077_800, '165 M'],
  ])('formatCompact(%d) is %s', (value, text) => expect(formatCompact(value)).toBe(text));
});

test('units', () => {
  expect(formatBytes(14_200_000)).toBe('14.2 MB');
  expect(formatBytes(512)).toBe('512 B');
  expect(formatPercent(0.9741)).toBe('97.4 %');
  expect(formatPercent(-3.6e14)).toBe('-3.6e16 %');
  expect(formatSeconds(41.2)).toBe('41 s');
  expect(formatSeconds(200)).toBe('3 min 20 s');
  expect(formatMilliseconds(0.834)).toBe('0.83 ms');
  expect(formatMetric('val_accuracy', 0.5)).toBe('50.0 %');
  expect(formatMetric('val_loss', 0.5)).toBe('0.5000');
});
