import { fromFunction } from '../../src/core/nd-array.ts';
import { matmulColsumKernel, matmulKernel } from '../../src/gpu/kernels/matmul.ts';
import { dotDef } from '../../src/graph/ops/dot.ts';
import { dotColsumDef } from '../../src/graph/ops/dot-colsum.ts';
import type { BenchCase } from './cases.ts';

type Form = 'nn' | 'tn' | 'nt';

/** [form, M, N, K, what it is]. */
const SHAPES: readonly (readonly [Form, number, number, number, string])[] = [
  ['nn', 1024, 1024, 1024, 'the square of the bar'],
  ['nn', 128, 64, 784, 'MLP forward 1'],
  ['nn', 128, 64, 64, 'MLP forward 2'],
  ['nn', 128, 10, 64, 'MLP forward 3'],
  ['nn', 32, 64, 784, 'MLP forward 1, batch 32'],
  ['tn', 784, 64, 128, 'MLP weight gradient 1'],
  ['tn', 64, 64, 128, 'MLP weight gradient 2'],
  ['tn', 64, 10, 128, 'MLP weight gradient 3'],
  ['tn', 784, 64, 32, 'MLP weight gradient 1, batch 32'],
  ['nt', 128, 64, 64, 'MLP input gradient 2'],
  ['nt', 128, 64, 10, 'MLP input gradient 3'],
  ['nn', 3200, 128, 512, 'LSTM input product'],
  ['tn', 512, 128, 3200, 'LSTM kernel gradient'],
  ['tn', 32, 128, 3200, 'LSTM recurrent kernel gradient'],
  ['nt', 3200, 512, 128, 'LSTM input gradient'],
  ['nn', 16384, 64, 64, '1×1 convolution'],
  ['tn', 64, 64, 16384, '1×1 convolution, kernel gradient'],
  ['tn', 3, 64, 16384, '1×1 convolution of a picture, kernel gradient'],
  ['nn', 32, 1, 15488, 'one logit of two flattened pictures'],
  ['tn', 15488, 1, 32, 'its weight gradient'],
  ['nt', 32, 15488, 1, 'its input gradient'],
];

export const matmulCases: readonly BenchCase[] = SHAPES.map(([form, m, n, k, what]) => {
  const attrs = { transposeA: form[0] === 't', transposeB: form[1] === 't' };
  const name = `dot ${form} ${m}×${n}×${k} (${what})`;
  const inputs = () => [
    fromFunction(attrs.transposeA ? [k, m] : [m, k], (i) => Math.sin(i)),
    fromFunction(attrs.transposeB ? [n, k] : [k, n], (i) => Math.cos(i)),
  ];
  return form === 'tn'
    ? { name: `${name} + column sums`, op: dotColsumDef, kernel: matmulColsumKernel, attrs, inputs }
    : { name, op: dotDef, kernel: matmulKernel, attrs, inputs };
});
