import { describe, expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import { type GruAttrs, gruDef } from '../../graph/ops/gru.ts';
import { type GruGradAttrs, gruGradDef } from '../../graph/ops/gru-grad.ts';
import { type LstmAttrs, lstmDef } from '../../graph/ops/lstm.ts';
import { type LstmGradAttrs, lstmGradDef } from '../../graph/ops/lstm-grad.ts';
import type { RecurrentAttrs } from '../../graph/ops/recurrent.ts';
import { recurrentKernelGradDef } from '../../graph/ops/recurrent-kernel-grad.ts';
import { type SimpleRnnAttrs, simpleRnnDef } from '../../graph/ops/simple-rnn.ts';
import { type SimpleRnnGradAttrs, simpleRnnGradDef } from '../../graph/ops/simple-rnn-grad.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { gruKernel } from './gru.ts';
import { gruGradKernel } from './gru-grad.ts';
import { lstmKernel } from './lstm.ts';
import { lstmGradKernel } from './lstm-grad.ts';
import { recurrentKernelGradKernel } from './recurrent-kernel-grad.ts';
import { simpleRnnKernel } from './simple-rnn.ts';
import { simpleRnnGradKernel } from './simple-rnn-grad.ts';
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
  [3, 17, 20],
];

/** Sharing among the threads of a subgroup wants whole subgroups of units. */
const sizesOf = (variant: string) =>
  SIZES.filter(([, , units]) => !variant.includes('subgroup') || units % 4 === 0);

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
  test.each(sizesOf(variant))('T %d, B %d, H %d', async (...sizes) => {
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
  test.each(sizesOf(variant))('T %d, B %d, H %d', async (...sizes) => {
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

const gruPlain = { ...plain, resetAfter: true, biased: true } as const;
const gruFull = { ...full, resetAfter: true, biased: true } as const;
const resetBefore = { resetAfter: false, biased: false } as const;

function gruCase(attrs: GruAttrs, sizes: Sizes): Case<GruAttrs> {
  const [steps, batch, units] = sizes;
  const inputs = [
    draw([steps, batch, 3 * units], 1.3),
    kernelOf(units, 3 * units),
    ...when(attrs.biased, draw([3 * units], 4)),
    ...options(attrs, sizes, 3, 1),
  ];
  return { op: gruDef, kernel: gruKernel, attrs, inputs };
}

function gruGradCase(attrs: GruGradAttrs, sizes: Sizes): Case<GruGradAttrs> {
  const [steps, batch, units] = sizes;
  const forward = gruCase({ ...attrs, biased: false, initial: false }, sizes);
  const trace = gruDef.reference(
    forward.inputs,
    forward.attrs,
    gruDef.infer(forward.inputs, forward.attrs),
  )[3]!;
  const inputs = [
    trace,
    forward.inputs[1]!,
    ...options({ ...attrs, initial: false }, sizes, 3, 0),
    ...when(attrs.sequence, draw([steps, batch, units], 0.7)),
    ...when(attrs.last, draw([batch, units], 0.9)),
  ];
  return { op: gruGradDef, kernel: gruGradKernel, attrs, inputs };
}

describe.each(gruKernel.variants.map((v) => v.name))('gru %s', (variant) => {
  test.each(sizesOf(variant))('T %d, B %d, H %d', async (...sizes) => {
    await check(gruCase(gruPlain, sizes), variant);
    await check(gruCase(gruFull, sizes), variant);
    await check(gruCase({ ...gruPlain, ...resetBefore }, sizes), variant);
    await check(gruCase({ ...gruFull, ...resetBefore }, sizes), variant);
  });

  test('only the outputs that are read', async () => {
    const hs = [true, false, false, false];
    const last = [false, true, false, false];
    const training = [false, true, true, true];
    for (const used of [hs, last, training]) {
      await check(gruCase(gruPlain, [7, 5, 4]), variant, used);
      await check(gruCase({ ...gruPlain, ...resetBefore, masked: true }, [7, 5, 4]), variant, used);
    }
  });
});

const gruLast = { ...lastGrad, resetAfter: true } as const;
const gruAll = { ...fullGrad, lastCell: false, resetAfter: true } as const;

describe.each(gruGradKernel.variants.map((v) => v.name))('gru_grad %s', (variant) => {
  test.each(sizesOf(variant))('T %d, B %d, H %d', async (...sizes) => {
    await check(gruGradCase(gruLast, sizes), variant, [true, false, true]);
    await check(gruGradCase(gruAll, sizes), variant);
    await check(gruGradCase({ ...gruLast, resetAfter: false }, sizes), variant, [true, false]);
    await check(gruGradCase({ ...gruAll, resetAfter: false }, sizes), variant);
  });

  test('without a reader of the recurrent part', async () => {
    await check(gruGradCase({ ...gruAll, last: false }, [7, 5, 4]), variant, [true, false, false]);
  });
});

function simpleCase(attrs: SimpleRnnAttrs, sizes: Sizes): Case<SimpleRnnAttrs> {
  const [steps, batch, units] = sizes;
  const inputs = [draw([steps, batch, units], 1.3), kernelOf(units, units), ...options(attrs, sizes, 1, 1)];
  return { op: simpleRnnDef, kernel: simpleRnnKernel, attrs, inputs };
}

function simpleGradCase(attrs: SimpleRnnGradAttrs, sizes: Sizes): Case<SimpleRnnGradAttrs> {
  const [steps, batch, units] = sizes;
  const inputs = [
    draw([steps, batch, units], 1.3, 0.9),
    kernelOf(units, units),
    ...options({ ...attrs, initial: false }, sizes, 1, 0),
    ...when(attrs.sequence, draw([steps, batch, units], 0.7)),
    ...when(attrs.last, draw([batch, units], 0.9)),
  ];
  return { op: simpleRnnGradDef, kernel: simpleRnnGradKernel, attrs, inputs };
}

describe.each(simpleRnnKernel.variants.map((v) => v.name))('simple_rnn and its gradient, %s', (variant) => {
  test.each(sizesOf(variant))('T %d, B %d, H %d', async (...sizes) => {
    await check(simpleCase(plain, sizes), variant);
    await check(simpleCase(full, sizes), variant);
    await check(simpleGradCase(lastGrad, sizes), variant, [true, false]);
    await check(simpleGradCase({ ...fullGrad, lastCell: false }, sizes), variant);
  });

  test('only the outputs that are read', async () => {
    await check(simpleCase(plain, [7, 5, 4]), variant, [true, false, false, false]);
    await check(simpleCase(plain, [7, 5, 4]), variant, [false, true, true, true]);
  });
});

test.each([
  { dropped: true, reset: false },
  { dropped: true, reset: true },
  { dropped: false, reset: true },
])('recurrent_kernel_grad %j', async (attrs) => {
  const [steps, batch, units] = [3, 5, 6];
  const inputs = [
    draw([steps, batch, units], 1.3),
    draw([steps, batch, 3 * units], 0.7),
    ...when(attrs.dropped, dropOf(batch, 3 * units)),
    ...when(attrs.reset, draw([steps, batch, 5 * units], 0.9)),
  ];
  await check({ op: recurrentKernelGradDef, kernel: recurrentKernelGradKernel, attrs, inputs }, 'element');
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
