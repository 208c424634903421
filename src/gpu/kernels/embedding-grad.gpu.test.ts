import { describe, expect, test } from 'vitest';
import { fromFunction, ndArray } from '../../core/nd-array.ts';
import { embeddingGradDef } from '../../graph/ops/embedding-grad.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { embeddingGradKernel } from './embedding-grad.ts';

const opened = await sharedDevice();

/** What entry i asks for: rows in a jumble with repeats, one row alone, and numbers outside the table. */
const PATTERNS: readonly [string, (i: number, rows: number) => number][] = [
  ['repeats', (i, rows) => (i * 7919) % Math.min(rows, 11)],
  ['one row', (_, rows) => rows - 1],
  ['numbers outside', (i, rows) => [-1, rows, 0, -(2 ** 31), 2 ** 31 - 1, i % rows][i % 6]!],
];
/** [entries, rows, width]: more rows than entries and fewer, widths around four and sixteen vec4. */
const SIZES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [37, 300, 64],
  [100, 3, 63],
  [65, 127, 68],
  [9, 1000, 5],
];

describe.each(embeddingGradKernel.variants.map(({ name }) => name))('embedding_grad %s', (variant) => {
  describe.each(PATTERNS)('%s', (_, pattern) => {
    test.each(SIZES)('%d entries of %d rows, width %d: exactly the reference', async (count, rows, width) => {
      const indices = ndArray(
        Int32Array.from({ length: count }, (_, i) => pattern(i, rows)),
        [count],
      );
      const g = fromFunction([count, width], (i) => Math.sin(i));
      const test = { op: embeddingGradDef, kernel: embeddingGradKernel, variant, attrs: { rows } };
      const [out] = await runKernel(opened, { ...test, inputs: [indices, g] });
      const [want] = embeddingGradDef.reference([indices, g], { rows }, [out!]);
      // The same order of additions, so the same bits.
      expect(out!.data).toEqual(want!.data);
    });
  });
});
