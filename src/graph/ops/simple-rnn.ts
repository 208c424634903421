import { required } from '../../core/invariant.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { Numbers, RecurrentAttrs, RecurrentSizes } from './recurrent.ts';
import {
  checkShapes,
  dropOf,
  float32,
  kernelGrad,
  namedInputs,
  recurrentProduct,
  recurrentSizes,
  toFloat32,
} from './recurrent.ts';
import { type CellActivationName, cellActivation } from './recurrent-activation.ts';
import { simpleRnnGrad } from './simple-rnn-grad.ts';

export type SimpleRnnAttrs = RecurrentAttrs;

const inputNames = ({ initial, masked, dropped }: SimpleRnnAttrs) =>
  [
    ['xz', true],
    ['u', true],
    ['h0', initial],
    ['mask', masked],
    ['drop', dropped],
  ] as const;

type SimpleRnnInput = ReturnType<typeof inputNames>[number][0];

/** The inputs of the op by name. */
export const simpleRnnInputs = <T>(inputs: readonly T[], attrs: SimpleRnnAttrs) =>
  namedInputs(inputs, inputNames(attrs));

/** What the loops of the reference read and write, in doubles. */
export interface SimpleRnnRun {
  readonly hs: Float64Array;
  readonly hLast: Float64Array;
  readonly hPrev: Float64Array;
  readonly trace: Float64Array;
}

/** h' = φ(xz_t + h·U). Source: Elman 1990; Keras 3 SimpleRNNCell. */
export function runSimpleRnn(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<SimpleRnnInput, Numbers>>,
  attrs: SimpleRnnAttrs,
): SimpleRnnRun {
  const phi = cellActivation(attrs.activation).value;
  const h = Float64Array.from({ length: batch * units }, (_, i) => x.h0?.[i] ?? 0);
  const size = steps * batch * units;
  const [hs, hPrev, trace] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let at = 0; at < steps * batch; at++) {
    const row = at % batch;
    const state = h.subarray(row * units, (row + 1) * units);
    hPrev.set(state, at * units);
    const drop = dropOf(x.drop, row, 0, units, 1);
    for (let j = 0; j < units; j++) {
      trace[at * units + j] = phi(
        x.xz![at * units + j]! + recurrentProduct(hPrev, at * units, units, x.u!, j, units, drop),
      );
    }
    if (!(x.mask && x.mask[at] === 0)) state.set(trace.subarray(at * units, (at + 1) * units));
    hs.set(state, at * units);
  }
  return { hs, hLast: h, hPrev, trace };
}

/**
 * Fully connected recurrence over a whole sequence. Inputs: see recurrent.ts, with one gate.
 * Outputs: hs [T, B, H], hLast [B, H], hPrev [T, B, H], trace [T, B, H] = the activated value, also of masked steps.
 */
export const simpleRnnDef: OpDef<SimpleRnnAttrs> = {
  name: 'simple_rnn',
  form: 'kernel',
  infer: (inputs, attrs) => {
    const { xz, u, h0, mask, drop } = simpleRnnInputs(inputs, attrs);
    const { steps, batch, units } = recurrentSizes('simple_rnn', xz!, u!, 1);
    checkShapes('simple_rnn', [
      ['h0', h0, [batch, units]],
      ['mask', mask, [steps, batch]],
      ['drop', drop, [batch, units]],
    ]);
    const sequence = float32(steps, batch, units);
    return [sequence, float32(batch, units), sequence, sequence];
  },
  reference: (inputs, attrs, outputs) => {
    const data = simpleRnnInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const run = runSimpleRnn(recurrentSizes('simple_rnn', inputs[0]!, inputs[1]!, 1), data, attrs);
    return [run.hs, run.hLast, run.hPrev, run.trace].map((x, i) => toFloat32(outputs[i]!, x));
  },
  vjp: ({ b, inputs, outputs, attrs, cotangents: [dhs, dhLast], needs }) => {
    const { u, mask, drop } = simpleRnnInputs(inputs, attrs);
    const [, , hPrev, trace] = outputs;
    const [dxz, dh0] = simpleRnnGrad(b, { u: u!, trace: trace!, mask, drop, dhs, dhLast }, attrs);
    const du = needs[1] ? kernelGrad(b, hPrev!, dxz!, drop) : null;
    return [dxz!, du, ...inputs.slice(2).map((_, i) => (attrs.initial && i === 0 ? dh0! : null))];
  },
  flops: ([xz, u]) => {
    const { steps, batch, units } = recurrentSizes('simple_rnn', xz!, u!, 1);
    return steps * batch * units * (2 * units + 10);
  },
};

export interface SimpleRnnOptions {
  /** Initial state [B, H]; zeros by default. */
  readonly initial?: ValueId | undefined;
  /** [T, B] of 0 and 1. */
  readonly mask?: ValueId | undefined;
  /** [B, H]: factors of h (0 or 1 / (1 − rate)). */
  readonly drop?: ValueId | undefined;
  /** Keras name; tanh by default. */
  readonly activation?: CellActivationName;
}

/** Simple RNN over time-major xz [T, B, H] = x·W + b with recurrent kernel u [H, H]: hs [T, B, H] and hLast [B, H]. */
export function simpleRnn(
  b: Builder,
  xz: ValueId,
  u: ValueId,
  options: SimpleRnnOptions = {},
): { hs: ValueId; hLast: ValueId } {
  const { initial, mask, drop, activation = 'tanh' } = options;
  const inputs = [xz, u, initial, mask, drop].filter((v) => v !== undefined);
  const [hs, hLast] = b.emit(simpleRnnDef, inputs, {
    activation,
    initial: initial !== undefined,
    masked: mask !== undefined,
    dropped: drop !== undefined,
  });
  return { hs: required(hs, 'hs'), hLast: required(hLast, 'hLast') };
}
