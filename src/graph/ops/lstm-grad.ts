import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { LstmAttrs } from './lstm.ts';
import type { Numbers, RecurrentGradAttrs, RecurrentSizes } from './recurrent.ts';
import { checkShapes, dropOf, float32, namedInputs, toFloat32 } from './recurrent.ts';
import { type CellActivationName, cellActivation } from './recurrent-activation.ts';

export interface LstmGradAttrs extends RecurrentGradAttrs {
  readonly recurrentActivation: CellActivationName;
}

const inputNames = ({ masked, dropped, sequence, last, lastCell }: LstmGradAttrs) =>
  [
    ['trace', true],
    ['u', true],
    ['mask', masked],
    ['drop', dropped],
    ['dhs', sequence],
    ['dhLast', last],
    ['dcLast', lastCell],
  ] as const;

type LstmGradInput = ReturnType<typeof inputNames>[number][0];

/** The inputs of the op by name. */
export const lstmGradInputs = <T>(inputs: readonly T[], attrs: LstmGradAttrs) =>
  namedInputs(inputs, inputNames(attrs));

/**
 * Backward through time, from the last step to the first, with dh and dc carried:
 *   c = f·c₋ + i·g,  y = φ(c);  dc += dh·o·φ′(y);
 *   dz = (dc·g·σ′(i), dc·c₋·σ′(f), dc·i·φ′(g), dh·y·σ′(o));  dc₋ = dc·f;  dh₋ = Σ_gate drop_gate ∘ (dz_gate · U_gateᵀ).
 * A masked step has dz = 0 and hands dh and dc on.
 */
export function runLstmGrad(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<LstmGradInput, Numbers>>,
  attrs: LstmGradAttrs,
): { dxz: Float64Array; dh: Float64Array; dc: Float64Array } {
  const phi = cellActivation(attrs.activation);
  const sigma = cellActivation(attrs.recurrentActivation);
  const [width, state] = [4 * units, batch * units];
  const dxz = new Float64Array(steps * batch * width);
  const dh = Float64Array.from({ length: state }, (_, i) => x.dhLast?.[i] ?? 0);
  const dc = Float64Array.from({ length: state }, (_, i) => x.dcLast?.[i] ?? 0);
  for (let at = steps * batch - 1; at >= 0; at--) {
    const row = at % batch;
    for (let j = 0; j < units; j++) dh[row * units + j]! += x.dhs?.[at * units + j] ?? 0;
    if (x.mask && x.mask[at] === 0) continue;
    for (let j = 0; j < units; j++) {
      const [i, f, g, o, before] = [0, 1, 2, 3, 4].map(
        (part) => x.trace![(at * 5 + part) * units + j]!,
      ) as FiveNumbers;
      const cell = row * units + j;
      const y = phi.value(f * before + i * g);
      const d = dc[cell]! + dh[cell]! * o * phi.slope(y);
      dc[cell] = d * f;
      [
        d * g * sigma.slope(i),
        d * before * sigma.slope(f),
        d * i * phi.slope(g),
        dh[cell]! * y * sigma.slope(o),
      ].forEach((dz, gate) => {
        dxz[at * width + gate * units + j] = dz;
      });
    }
    for (let k = 0; k < units; k++) dh[row * units + k] = backProduct(k, at, row);
  }
  return { dxz, dh, dc };

  function backProduct(k: number, at: number, row: number): number {
    let sum = 0;
    for (let gate = 0; gate < 4; gate++) {
      let part = 0;
      for (let j = gate * units; j < (gate + 1) * units; j++)
        part += dxz[at * width + j]! * x.u![k * width + j]!;
      sum += part * dropOf(x.drop, row, gate, units, 4)(k);
    }
    return sum;
  }
}

type FiveNumbers = [number, number, number, number, number];

const sizesOf = (inputs: readonly { readonly shape: readonly number[] }[]): RecurrentSizes => {
  const [steps = 0, batch = 0] = inputs[0]!.shape;
  return { steps, batch, units: inputs[1]!.shape[0]! };
};

/** Gradient of `lstm`: from trace, u and the cotangents that attrs name to dxz [T, B, 4·H], dh0 [B, H], dc0 [B, H]. */
export const lstmGradDef: OpDef<LstmGradAttrs> = {
  name: 'lstm_grad',
  form: 'kernel',
  infer: (inputs, attrs) => {
    const { steps, batch, units } = sizesOf(inputs);
    const { trace, mask, drop, dhs, dhLast, dcLast } = lstmGradInputs(inputs, attrs);
    checkShapes('lstm_grad', [
      ['trace', trace, [steps, batch, 5 * units]],
      ['mask', mask, [steps, batch]],
      ['drop', drop, [batch, 4 * units]],
      ['dhs', dhs, [steps, batch, units]],
      ['dhLast', dhLast, [batch, units]],
      ['dcLast', dcLast, [batch, units]],
    ]);
    return [float32(steps, batch, 4 * units), float32(batch, units), float32(batch, units)];
  },
  reference: (inputs, attrs, outputs) => {
    const data = lstmGradInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const { dxz, dh, dc } = runLstmGrad(sizesOf(inputs), data, attrs);
    return [dxz, dh, dc].map((x, i) => toFloat32(outputs[i]!, x));
  },
  vjp: null,
  flops: (inputs) => {
    const { steps, batch, units } = sizesOf(inputs);
    return steps * batch * units * (8 * units + 40);
  },
};

/** Emits `lstm_grad`; absent cotangents are null. Returns [dxz, dh0, dc0]. */
export function lstmGrad(
  b: Builder,
  x: { u: ValueId; trace: ValueId } & Partial<
    Record<'mask' | 'drop' | 'dhs' | 'dhLast' | 'dcLast', ValueId | null>
  >,
  { activation, recurrentActivation, initial }: LstmAttrs,
): readonly ValueId[] {
  const given = (v: ValueId | null | undefined): v is ValueId => v !== null && v !== undefined;
  const inputs = [x.trace, x.u, x.mask, x.drop, x.dhs, x.dhLast, x.dcLast].filter(given);
  return b.emit(lstmGradDef, inputs, {
    activation,
    recurrentActivation,
    initial,
    masked: given(x.mask),
    dropped: given(x.drop),
    sequence: given(x.dhs),
    last: given(x.dhLast),
    lastCell: given(x.dcLast),
  });
}
