import { required } from '../../core/invariant.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { lstmGrad } from './lstm-grad.ts';
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

export interface LstmAttrs extends RecurrentAttrs {
  readonly recurrentActivation: CellActivationName;
}

const inputNames = ({ initial, masked, dropped }: LstmAttrs) =>
  [
    ['xz', true],
    ['u', true],
    ['h0', initial],
    ['c0', initial],
    ['mask', masked],
    ['drop', dropped],
  ] as const;

/** The inputs of the op by name. */
export const lstmInputs = <T>(inputs: readonly T[], attrs: LstmAttrs) =>
  namedInputs(inputs, inputNames(attrs));

/** What the loops of the reference read and write, in doubles. */
export interface LstmRun {
  readonly hs: Float64Array;
  readonly hLast: Float64Array;
  readonly cLast: Float64Array;
  readonly hPrev: Float64Array;
  readonly trace: Float64Array;
}

/**
 * z = xz_t + h·U, split as i, f, g, o;  c' = σ(f)·c + σ(i)·φ(g);  h' = σ(o)·φ(c').
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000; Keras 3 LSTMCell.
 */
export function runLstm(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<'xz' | 'u' | 'h0' | 'c0' | 'mask' | 'drop', Numbers>>,
  attrs: LstmAttrs,
): LstmRun {
  const phi = cellActivation(attrs.activation).value;
  const sigma = cellActivation(attrs.recurrentActivation).value;
  const width = 4 * units;
  const state = batch * units;
  const h = Float64Array.from({ length: state }, (_, i) => x.h0?.[i] ?? 0);
  const c = Float64Array.from({ length: state }, (_, i) => x.c0?.[i] ?? 0);
  const hs = new Float64Array(steps * state);
  const hPrev = new Float64Array(steps * state);
  const trace = new Float64Array(steps * state * 5);
  for (let t = 0; t < steps; t++) {
    hPrev.set(h, t * state);
    for (let row = 0; row < batch; row++) {
      const at = t * batch + row;
      for (let j = 0; j < units; j++) {
        const z = [0, 1, 2, 3].map((gate) => {
          const column = gate * units + j;
          const drop = dropOf(x.drop, row, gate, units, 4);
          return (
            x.xz![at * width + column]! +
            recurrentProduct(hPrev, at * units, units, x.u!, column, width, drop)
          );
        });
        const cell = row * units + j;
        const gates = [sigma(z[0]!), sigma(z[1]!), phi(z[2]!), sigma(z[3]!), c[cell]!];
        gates.forEach((value, part) => {
          trace[(at * 5 + part) * units + j] = value;
        });
        if (x.mask && x.mask[at] === 0) continue;
        const [i, f, g, o] = gates as [number, number, number, number];
        c[cell] = f * c[cell]! + i * g;
        h[cell] = o * phi(c[cell]!);
      }
    }
    hs.set(h, t * state);
  }
  return { hs, hLast: h, cLast: c, hPrev, trace };
}

/**
 * LSTM over a whole sequence. Inputs: see recurrent.ts, gates in the order i, f, c, o.
 * Outputs: hs [T, B, H], hLast [B, H], cLast [B, H], hPrev [T, B, H], trace [T, B, 5·H] = the activated gates
 * i, f, g, o and the cell before the step. The last two are for the gradient only.
 */
export const lstmDef: OpDef<LstmAttrs> = {
  name: 'lstm',
  form: 'kernel',
  infer: (inputs, attrs) => {
    const { xz, u, h0, c0, mask, drop } = lstmInputs(inputs, attrs);
    const { steps, batch, units } = recurrentSizes('lstm', xz!, u!, 4);
    checkShapes('lstm', [
      ['h0', h0, [batch, units]],
      ['c0', c0, [batch, units]],
      ['mask', mask, [steps, batch]],
      ['drop', drop, [batch, 4 * units]],
    ]);
    const state = float32(batch, units);
    const sequence = float32(steps, batch, units);
    return [sequence, state, state, sequence, float32(steps, batch, 5 * units)];
  },
  reference: (inputs, attrs, outputs) => {
    const data = lstmInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const run = runLstm(recurrentSizes('lstm', inputs[0]!, inputs[1]!, 4), data, attrs);
    return [run.hs, run.hLast, run.cLast, run.hPrev, run.trace].map((x, i) => toFloat32(outputs[i]!, x));
  },
  vjp: ({ b, inputs, outputs, attrs, cotangents: [dhs, dhLast, dcLast], needs }) => {
    const { u, mask, drop } = lstmInputs(inputs, attrs);
    const [, , , hPrev, trace] = outputs;
    const [dxz, dh0, dc0] = lstmGrad(b, { u: u!, trace: trace!, mask, drop, dhs, dhLast, dcLast }, attrs);
    const du = needs[1] ? kernelGrad(b, hPrev!, dxz!, drop) : null;
    const optional = inputs.slice(2).map((_, i) => (attrs.initial ? ([dh0!, dc0!][i] ?? null) : null));
    return [dxz!, du, ...optional];
  },
  flops: ([xz, u]) => {
    const { steps, batch, units } = recurrentSizes('lstm', xz!, u!, 4);
    return steps * batch * units * (8 * units + 40);
  },
};

/** Values that `lstm` gives; hs is null-cost when nobody reads it. */
export interface LstmValues {
  /** [T, B, H]: the state after each step. */
  readonly hs: ValueId;
  /** [B, H]: the state after the last step. */
  readonly hLast: ValueId;
  readonly cLast: ValueId;
}

/** Options of the builder functions of recurrent ops. */
export interface LstmOptions {
  /** Initial state [B, H] and cell [B, H]; zeros by default. */
  readonly initial?: { readonly h: ValueId; readonly c: ValueId } | undefined;
  /** [T, B] of 0 and 1. */
  readonly mask?: ValueId | undefined;
  /** [B, 4·H]: factors of h for each gate (0 or 1 / (1 − rate)). */
  readonly drop?: ValueId | undefined;
  /** Keras names; tanh and sigmoid by default. */
  readonly activation?: CellActivationName;
  readonly recurrentActivation?: CellActivationName;
}

/** LSTM over time-major xz [T, B, 4·H] = x·W + b with recurrent kernel u [H, 4·H]. */
export function lstm(b: Builder, xz: ValueId, u: ValueId, options: LstmOptions = {}): LstmValues {
  const { initial, mask, drop, activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const inputs = [xz, u, initial?.h, initial?.c, mask, drop].filter((v) => v !== undefined);
  const [hs, hLast, cLast] = b.emit(lstmDef, inputs, {
    activation,
    recurrentActivation,
    initial: initial !== undefined,
    masked: mask !== undefined,
    dropped: drop !== undefined,
  });
  return { hs: required(hs, 'hs'), hLast: required(hLast, 'hLast'), cLast: required(cLast, 'cLast') };
}
