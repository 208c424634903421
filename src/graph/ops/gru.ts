import { required } from '../../core/invariant.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { gruGrad } from './gru-grad.ts';
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
import { sum } from './reduce.ts';

export interface GruAttrs extends RecurrentAttrs {
  readonly recurrentActivation: CellActivationName;
  /** The reset gate multiplies the recurrent product (true), or the state before the product. */
  readonly resetAfter: boolean;
  /** A recurrent bias [3·H] is given; only with resetAfter (elsewhere it is one with the input bias). */
  readonly biased: boolean;
}

const inputNames = ({ biased, initial, masked, dropped }: GruAttrs) =>
  [
    ['xz', true],
    ['u', true],
    ['bias', biased],
    ['h0', initial],
    ['mask', masked],
    ['drop', dropped],
  ] as const;

type GruInput = ReturnType<typeof inputNames>[number][0];

/** The inputs of the op by name. */
export const gruInputs = <T>(inputs: readonly T[], attrs: GruAttrs) => namedInputs(inputs, inputNames(attrs));

/** What the loops of the reference read and write, in doubles. */
export interface GruRun {
  readonly hs: Float64Array;
  readonly hLast: Float64Array;
  readonly hPrev: Float64Array;
  readonly trace: Float64Array;
}

/**
 * z = σ(xz_z + h·U_z + b_z),  r = σ(xz_r + h·U_r + b_r),
 * n = h·U_h + b_h,  ĥ = φ(xz_h + r·n)      with resetAfter,
 * v = r ∘ h,        ĥ = φ(xz_h + v·U_h)    without;
 * h' = z·h + (1 − z)·ĥ.   Source: Cho et al. 2014 (v3 and v1); Keras 3 GRUCell.
 */
export function runGru(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<GruInput, Numbers>>,
  attrs: GruAttrs,
): GruRun {
  const phi = cellActivation(attrs.activation).value;
  const sigma = cellActivation(attrs.recurrentActivation).value;
  const width = 3 * units;
  const state = batch * units;
  const h = Float64Array.from({ length: state }, (_, i) => x.h0?.[i] ?? 0);
  const hs = new Float64Array(steps * state);
  const hPrev = new Float64Array(steps * state);
  const trace = new Float64Array(steps * state * 5);
  for (let at = 0; at < steps * batch; at++) {
    const row = at % batch;
    const before = h.subarray(row * units, (row + 1) * units);
    hPrev.set(before, at * units);
    const part = (p: number) => trace.subarray((at * 5 + p) * units, (at * 5 + p + 1) * units);
    const product = (from: Numbers, gate: number, j: number, drop = dropOf(x.drop, row, gate, units, 3)) =>
      recurrentProduct(from, 0, units, x.u!, gate * units + j, width, drop) +
      (x.bias?.[gate * units + j] ?? 0);
    const input = (gate: number, j: number) => x.xz![at * width + gate * units + j]!;
    const dropped = dropOf(x.drop, row, 2, units, 3);
    for (let j = 0; j < units; j++) {
      part(0)[j] = sigma(input(0, j) + product(before, 0, j));
      part(1)[j] = sigma(input(1, j) + product(before, 1, j));
      part(4)[j] = before[j]!;
      part(3)[j] = attrs.resetAfter ? product(before, 2, j) : part(1)[j]! * before[j]! * dropped(j);
    }
    for (let j = 0; j < units; j++) {
      const inner = attrs.resetAfter ? part(1)[j]! * part(3)[j]! : product(part(3), 2, j, () => 1);
      part(2)[j] = phi(input(2, j) + inner);
    }
    const keep = x.mask && x.mask[at] === 0;
    for (let j = 0; j < units && !keep; j++)
      before[j] = part(0)[j]! * before[j]! + (1 - part(0)[j]!) * part(2)[j]!;
    hs.set(before, at * units);
  }
  return { hs, hLast: h, hPrev, trace };
}

/**
 * GRU over a whole sequence. Inputs: see recurrent.ts, gates in the order z, r, h.
 * Outputs: hs [T, B, H], hLast [B, H], hPrev [T, B, H], trace [T, B, 5·H] = z, r, ĥ, n (v without resetAfter) and the
 * state before the step. The last two are for the gradient only.
 */
export const gruDef: OpDef<GruAttrs> = {
  name: 'gru',
  form: 'kernel',
  infer: (inputs, attrs) => {
    const { xz, u, bias, h0, mask, drop } = gruInputs(inputs, attrs);
    const { steps, batch, units } = recurrentSizes('gru', xz!, u!, 3);
    checkShapes('gru', [
      ['bias', bias, [3 * units]],
      ['h0', h0, [batch, units]],
      ['mask', mask, [steps, batch]],
      ['drop', drop, [batch, 3 * units]],
    ]);
    const sequence = float32(steps, batch, units);
    return [sequence, float32(batch, units), sequence, float32(steps, batch, 5 * units)];
  },
  reference: (inputs, attrs, outputs) => {
    const data = gruInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const run = runGru(recurrentSizes('gru', inputs[0]!, inputs[1]!, 3), data, attrs);
    return [run.hs, run.hLast, run.hPrev, run.trace].map((x, i) => toFloat32(outputs[i]!, x));
  },
  vjp: ({ b, inputs, outputs, attrs, cotangents: [dhs, dhLast], needs }) => {
    const { u, bias, mask, drop } = gruInputs(inputs, attrs);
    const [, , hPrev, trace] = outputs;
    const [dxz, dh0, dn] = gruGrad(b, { u: u!, trace: trace!, mask, drop, dhs, dhLast }, attrs);
    const dz = attrs.resetAfter ? dn! : dxz!;
    const du = needs[1] ? kernelGrad(b, hPrev!, dz, drop, attrs.resetAfter ? undefined : trace) : null;
    const db = bias !== undefined && needs[2] ? sum(b, dz, [0, 1]) : null;
    return [dxz!, du, ...(attrs.biased ? [db] : []), ...(attrs.initial ? [dh0!] : []), ...absent(attrs)];
  },
  flops: ([xz, u]) => {
    const { steps, batch, units } = recurrentSizes('gru', xz!, u!, 3);
    return steps * batch * units * (6 * units + 35);
  },
};

/** Mask and drop have no gradient. */
const absent = ({ masked, dropped }: GruAttrs): null[] => [masked, dropped].filter(Boolean).map(() => null);

export interface GruOptions {
  /** Initial state [B, H]; zeros by default. */
  readonly initial?: ValueId | undefined;
  /** [T, B] of 0 and 1. */
  readonly mask?: ValueId | undefined;
  /** [B, 3·H]: factors of h for each gate (0 or 1 / (1 − rate)). */
  readonly drop?: ValueId | undefined;
  /** Recurrent bias [3·H], only with resetAfter. */
  readonly bias?: ValueId | undefined;
  /** Keras's default is true. */
  readonly resetAfter?: boolean;
  /** Keras names; tanh and sigmoid by default. */
  readonly activation?: CellActivationName;
  readonly recurrentActivation?: CellActivationName;
}

/** GRU over time-major xz [T, B, 3·H] = x·W + input bias with recurrent kernel u [H, 3·H]: hs [T, B, H] and hLast [B, H]. */
export function gru(
  b: Builder,
  xz: ValueId,
  u: ValueId,
  options: GruOptions = {},
): { hs: ValueId; hLast: ValueId } {
  const { initial, mask, drop, bias, resetAfter = true } = options;
  const inputs = [xz, u, bias, initial, mask, drop].filter((v) => v !== undefined);
  const [hs, hLast] = b.emit(gruDef, inputs, {
    activation: options.activation ?? 'tanh',
    recurrentActivation: options.recurrentActivation ?? 'sigmoid',
    resetAfter,
    biased: bias !== undefined,
    initial: initial !== undefined,
    masked: mask !== undefined,
    dropped: drop !== undefined,
  });
  return { hs: required(hs, 'hs'), hLast: required(hLast, 'hLast') };
}
