import { fromFunction, ndArray } from '../../src/core/nd-array.ts';
import { embeddingGradKernel } from '../../src/gpu/kernels/embedding-grad.ts';
import { embeddingGradDef } from '../../src/graph/ops/embedding-grad.ts';
import type { BenchCase } from './cases.ts';

/** [entries, rows, width, share of entries that are padding, what it is]. */
const SHAPES: readonly (readonly [number, number, number, number, string])[] = [
  [3200, 10_000, 512, 0, 'headline, batch 32'],
  [3200, 10_000, 512, 0.7, 'headline, batch 32, mostly padding'],
  [160, 50, 256, 0, 'questions of a picture'],
];

export const embeddingCases: readonly BenchCase[] = SHAPES.map(([count, rows, width, padding, what]) => ({
  name: `embedding_grad ${count} of ${rows}×${width} (${what})`,
  op: embeddingGradDef,
  kernel: embeddingGradKernel,
  attrs: { rows },
  inputs: () => [
    // Word numbers fall off as in a text: the squares crowd at the frequent ones.
    ndArray(
      Int32Array.from({ length: count }, (_, i) => {
        const u = (i * 0.6180339887) % 1;
        return u < padding ? 0 : Math.floor(((u - padding) / (1 - padding)) ** 3 * rows);
      }),
      [count],
    ),
    fromFunction([count, width], (i) => Math.sin(i)),
  ],
}));
