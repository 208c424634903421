import { describe, expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import { type LstmAttrs, lstmDef } from '../../graph/ops/lstm.ts';
import { type LstmGradAttrs, lstmGradDef } from '../../graph/ops/lstm-grad.ts';
import type { RecurrentAttrs } from '../../graph/ops/recurrent.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { lstmKernel } from './lstm.ts';
import { lstmGradKernel } from './lstm-grad.ts';
import type { Kernel } from './types.ts';

const opened = await sharedDevice();

const draw = (shape: Shape, seed: number, scale = 1) =>
  fromFunction(shape, (i) => scale * Math.sin((i + 1) * 12.9898 * seed));
const maskOf = (steps: number, batch: number) =>
  fromFunction([steps, batch], (i) => (Math.sin(i * 3.7) > -0.4 ? 1 : 0));
const dropOf = (batch: number, width: number) =>
  fromFunction([batch, width], (i) => [0, 1.5, 1.5, 1.5, 0][i % 5]!);

/** [T, B, H] around the tiles of four units and four or eight rows. */
type Sizes = readonly [number, number, number];
const SIZES: readonly Sizes[] = [
  [1, 1, 1],
  [2, 3, 3],
  [7, 5, 4],
  [2, 33, 31],
  [7, 9, 32],
  [3, 16, 64],
];

interface Case<A extends object> {
  readonly op: OpDef<A>;
  readonly kernel: Kernel<A>;
  readonly attrs: A;
  readonly inputs: readonly NdArray[];
}

async function check<A extends object>(
  test: Case<A>,
  variant: string,
  used?: readonly boolean[],
): Promise<void> {
  const types = test.op.infer(test.inputs, test.attrs);
  const wanted = test.op.reference(test.inputs, test.attrs, types);
  const got = await runKernel(opened, { ...test, variant, used });
  for (const [o, want] of wanted.entries()) {
    if (used?.[o] === false) continue;
    expect(worstError(got[o]!, want), `output ${o}`).toBeLessThan(2e-5);
  }
}

/** Largest error relative to the largest value; NaN where anything was not written. */
function worstError(got: NdArray, want: NdArray): number {
  let [worst, scale] = [0, 1];
  for (const [i, x] of want.data.entries()) {
    const error = Math.abs(x - got.data[i]!);
    scale = Math.max(scale, Math.abs(x));
    if (!(error <= worst)) worst = error;
  }
  return worst / scale;
}

const when = (condition: boolean, ...arrays: NdArray[]) => (condition ? arrays : []);

/** The optional inputs that all recurrent ops have. */
function options(
  { initial, masked, dropped }: RecurrentAttrs,
  [steps, batch, units]: Sizes,
  gates: number,
  states: number,
) {
  const first = [draw([batch, units], 5), draw([batch, units], 6)].slice(0, states);
  return [
    ...when(initial, ...first),
    ...when(masked, maskOf(steps, batch)),
    ...when(dropped, dropOf(batch, gates * units)),
  ];
}

const kernelOf = (units: number, width: number) => draw([units, width], 3, 1 / Math.sqrt(units));

const TANH = { activation: 'tanh', recurrentActivation: 'sigmoid' } as const;
const plain = { initial: false, masked: false, dropped: false, ...TANH } as const;
const full = { initial: true, masked: true, dropped: true, ...TANH } as const;

function lstmCase(attrs: LstmAttrs, sizes: Sizes): Case<LstmAttrs> {
  const [steps, batch, units] = sizes;
  const inputs = [
    draw([steps, batch, 4 * units], 1.3),
    kernelOf(units, 4 * units),
    ...options(attrs, sizes, 4, 2),
  ];
  return { op: lstmDef, kernel: lstmKernel, attrs, inputs };
}

function lstmGradCase(attrs: LstmGradAttrs, sizes: Sizes): Case<LstmGradAttrs> {
  const [steps, batch, units] = sizes;
  const forward = lstmCase({ ...attrs, initial: false }, sizes);
  const trace = lstmDef.reference(
    forward.inputs,
    forward.attrs,
    lstmDef.infer(forward.inputs, forward.attrs),
  )[4]!;
  const inputs = [
    trace,
    forward.inputs[1]!,
    ...options({ ...attrs, initial: false }, sizes, 4, 0),
    ...when(attrs.sequence, draw([steps, batch, units], 0.7)),
    ...when(attrs.last, draw([batch, units], 0.9)),
    ...when(attrs.lastCell, draw([batch, units], 1.1)),
  ];
  return { op: lstmGradDef, kernel: lstmGradKernel, attrs, inputs };
}

describe.each(lstmKernel.variants.map((v) => v.name))('lstm %s', (variant) => {
  test.each(SIZES)('T %d, B %d, H %d', async (...sizes) => {
    await check(lstmCase(plain, sizes), variant);
    await check(lstmCase(full, sizes), variant);
  });

  test('every optional input, and only the outputs that are read', async () => {
    const hs = [true, false, false, false, false];
    const last = [false, true, false, false, false];
    const states = [false, true, true, false, false];
    const training = [false, true, false, true, true];
    const cellOnly = [false, false, true, false, true];
    await check(lstmCase({ ...plain, masked: true }, [7, 5, 4]), variant, last);
    await check(lstmCase({ ...plain, initial: true }, [7, 5, 4]), variant, hs);
    await check(lstmCase({ ...plain, dropped: true }, [7, 5, 4]), variant, training);
    await check(lstmCase(plain, [7, 5, 4]), variant, states);
    await check(lstmCase(full, [1, 5, 4]), variant, cellOnly);
  });
});

const lastGrad = { ...plain, sequence: false, last: true, lastCell: false } as const;
const fullGrad = { ...full, sequence: true, last: true, lastCell: true } as const;

describe.each(lstmGradKernel.variants.map((v) => v.name))('lstm_grad %s', (variant) => {
  test.each(SIZES)('T %d, B %d, H %d', async (...sizes) => {
    await check(lstmGradCase(lastGrad, sizes), variant, [true, false, false]);
    await check(lstmGradCase(fullGrad, sizes), variant);
  });

  test('every optional cotangent', async () => {
    await check(lstmGradCase({ ...lastGrad, last: false, sequence: true }, [7, 5, 4]), variant, [
      true,
      false,
      false,
    ]);
    await check(lstmGradCase({ ...lastGrad, last: false, lastCell: true }, [7, 5, 4]), variant, [
      true,
      false,
      true,
    ]);
    await check(lstmGradCase({ ...lastGrad, masked: true }, [7, 5, 4]), variant, [true, true, false]);
    await check(lstmGradCase({ ...lastGrad, dropped: true }, [7, 5, 4]), variant);
  });
});

const ACTIVATIONS = [
  'linear',
  'sigmoid',
  'tanh',
  'relu',
  'hard_sigmoid',
  'softsign',
  'softplus',
  'elu',
  'selu',
  'leaky_relu',
  'relu6',
  'exponential',
] as const;

test.each(ACTIVATIONS)('activation %s in forward and gradient', async (activation) => {
  const attrs = { ...plain, activation, recurrentActivation: 'hard_sigmoid' } as const;
  await check(lstmCase(attrs, [3, 5, 6]), 'sequence');
  await check(lstmGradCase({ ...lastGrad, ...attrs }, [3, 5, 6]), 'sequence', [true, false, false]);
});
