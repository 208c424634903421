import { describe, expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../../core/nd-array.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import { type DotAttrs, dotDef } from '../../graph/ops/dot.ts';
import { dotColsumDef } from '../../graph/ops/dot-colsum.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { matmulColsumKernel, matmulKernel } from './matmul.ts';

const opened = await sharedDevice();
const namesOf = ({ variants }: typeof matmulKernel) => variants.map((variant) => variant.name);
const FORMS: readonly DotAttrs[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

/** [batch, M, N, K]: odd sizes around the tiles, whole vec4 with edges, a batch. */
const SIZES: readonly (readonly [number, number, number, number])[] = [
  [1, 63, 65, 33],
  [1, 36, 68, 20],
  [2, 20, 12, 9],
];

function operands([batch, m, n, k]: readonly number[], { transposeA, transposeB }: DotAttrs): NdArray[] {
  const lead = batch === 1 ? [] : [batch!];
  const a = transposeA ? [k!, m!] : [m!, k!];
  const b = transposeB ? [n!, k!] : [k!, n!];
  return [
    fromFunction([...lead, ...a], (i) => Math.sin(i * 0.7)),
    fromFunction([...lead, ...b], (i) => Math.cos(i * 1.3)),
  ];
}

function expectClose(got: NdArray, want: NdArray): void {
  expect(got.shape).toEqual(want.shape);
  let worst = 0;
  for (const [i, x] of want.data.entries()) {
    const error = Math.abs(x - got.data[i]!);
    if (!(error <= worst)) worst = error;
  }
  expect(worst).toBeLessThan(2e-4);
}

interface Check {
  readonly op: OpDef<DotAttrs>;
  readonly kernel: typeof matmulKernel;
  readonly variant?: string;
}

async function check(test: Check, size: readonly number[], attrs: DotAttrs): Promise<void> {
  const inputs = operands(size, attrs);
  const outputs = await runKernel(opened, { ...test, inputs, attrs });
  const wanted = test.op.reference(inputs, attrs, test.op.infer(inputs, attrs));
  for (const [i, want] of wanted.entries()) expectClose(outputs[i]!, want);
}

describe.each(namesOf(matmulKernel))('dot %s', (variant) => {
  test.each(SIZES)('batch %d, %d × %d × %d, all transposes', async (...size) => {
    for (const attrs of FORMS) await check({ op: dotDef, kernel: matmulKernel, variant }, size, attrs);
  });
});

describe.each(namesOf(matmulColsumKernel))('dot_colsum %s', (variant) => {
  const matrices = SIZES.filter(([batch]) => batch === 1);
  test.each(matrices)('batch %d, %d × %d × %d, as a weight gradient', async (...size) => {
    const attrs = { transposeA: true, transposeB: false };
    await check({ op: dotColsumDef, kernel: matmulColsumKernel, variant }, size, attrs);
  });
});

test('dot_colsum of a transposed b', async () => {
  const attrs = { transposeA: false, transposeB: true };
  for (const size of [SIZES[0]!, SIZES[1]!]) {
    await check({ op: dotColsumDef, kernel: matmulColsumKernel }, size, attrs);
  }
});

describe('the chosen variant', () => {
  const shapes: readonly (readonly [number, number, number, number])[] = [
    [1, 1, 1, 1],
    [1, 1, 10, 64],
    [1, 3, 5, 7],
    [1, 127, 10, 64],
    [1, 8, 12, 515],
    [3, 1, 4, 2],
  ];
  test.each(shapes)('batch %d, %d × %d × %d', async (...size) => {
    for (const attrs of FORMS) await check({ op: dotDef, kernel: matmulKernel }, size, attrs);
  });
});
