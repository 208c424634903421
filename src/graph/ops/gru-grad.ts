import type { Builder } from '../ir/builder.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { GruAttrs } from './gru.ts';
import type { Numbers, RecurrentGradAttrs, RecurrentSizes } from './recurrent.ts';
import { checkShapes, dropOf, float32, namedInputs, toFloat32 } from './recurrent.ts';
import { type CellActivationName, cellActivation } from './recurrent-activation.ts';

export interface GruGradAttrs extends RecurrentGradAttrs {
  readonly recurrentActivation: CellActivationName;
  readonly resetAfter: boolean;
}

const inputNames = ({ masked, dropped, sequence, last }: GruGradAttrs) =>
  [
    ['trace', true],
    ['u', true],
    ['mask', masked],
    ['drop', dropped],
    ['dhs', sequence],
    ['dhLast', last],
  ] as const;

type GruGradInput = ReturnType<typeof inputNames>[number][0];

/** The inputs of the op by name. */
export const gruGradInputs = <T>(inputs: readonly T[], attrs: GruGradAttrs) =>
  namedInputs(inputs, inputNames(attrs));

/**
 * Backward through time with dh carried, a = pre-activations, h the state before the step:
 *   da_h = dh·(1 − z)·φ′(ĥ),  da_z = dh·(h − ĥ)·σ′(z),
 *   resetAfter:  da_r = da_h·n·σ′(r),  dn = da_h·r,  dh₋ = dh·z + Σ drop_gate ∘ ((da_z, da_r, dn) · Uᵀ);
 *   otherwise:   dv = da_h·U_hᵀ,  da_r = dv·h·drop_h·σ′(r),  dh₋ = dh·z + dv·r·drop_h + Σ_{z,r} drop_gate ∘ (da·Uᵀ).
 * dxz = (da_z, da_r, da_h);  dn = (da_z, da_r, dn) is the gradient of h·U + b. A masked step has zeros and hands dh on.
 */
export function runGruGrad(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<GruGradInput, Numbers>>,
  attrs: GruGradAttrs,
): { dxz: Float64Array; dh: Float64Array; dn: Float64Array } {
  const phi = cellActivation(attrs.activation).slope;
  const sigma = cellActivation(attrs.recurrentActivation).slope;
  const width = 3 * units;
  const dxz = new Float64Array(steps * batch * width);
  const dn = new Float64Array(steps * batch * width);
  const dh = Float64Array.from({ length: batch * units }, (_, i) => x.dhLast?.[i] ?? 0);
  const back = (dz: Float64Array, at: number, gate: number, k: number) => {
    let sum = 0;
    for (let j = gate * units; j < (gate + 1) * units; j++) sum += dz[at * width + j]! * x.u![k * width + j]!;
    return sum;
  };
  for (let at = steps * batch - 1; at >= 0; at--) {
    const row = at % batch;
    const carry = dh.subarray(row * units, (row + 1) * units);
    for (let j = 0; j < units; j++) carry[j]! += x.dhs?.[at * units + j] ?? 0;
    if (x.mask && x.mask[at] === 0) continue;
    const part = (p: number, j: number) => x.trace![(at * 5 + p) * units + j]!;
    const drop = (gate: number, k: number) => dropOf(x.drop, row, gate, units, 3)(k);
    const put = (gate: number, j: number, da: number, inner: number) => {
      dxz[at * width + gate * units + j] = da;
      dn[at * width + gate * units + j] = inner;
    };
    for (let j = 0; j < units; j++) {
      const daz = carry[j]! * (part(4, j) - part(2, j)) * sigma(part(0, j));
      const dah = carry[j]! * (1 - part(0, j)) * phi(part(2, j));
      const dar = dah * part(3, j) * sigma(part(1, j));
      put(0, j, daz, daz);
      put(1, j, dar, dar);
      put(2, j, dah, dah * part(1, j));
    }
    for (let k = 0; k < units && !attrs.resetAfter; k++) {
      const dv = back(dxz, at, 2, k) * drop(2, k);
      const dar = dv * part(4, k) * sigma(part(1, k));
      put(1, k, dar, dar);
      dn[at * width + 2 * units + k] = dv * part(1, k);
    }
    for (let k = 0; k < units; k++) {
      const candidate = attrs.resetAfter ? drop(2, k) * back(dn, at, 2, k) : dn[at * width + 2 * units + k]!;
      const gates = drop(0, k) * back(dxz, at, 0, k) + drop(1, k) * back(dxz, at, 1, k);
      carry[k] = carry[k]! * part(0, k) + candidate + gates;
    }
  }
  return { dxz, dh, dn };
}

function sizesOf([trace, u]: readonly { readonly shape: readonly number[] }[]): RecurrentSizes {
  const [steps = 0, batch = 0] = trace!.shape;
  return { steps, batch, units: u!.shape[0]! };
}

function infer(inputs: readonly TensorType[], attrs: GruGradAttrs): TensorType[] {
  const { steps, batch, units } = sizesOf(inputs);
  const { trace, mask, drop, dhs, dhLast } = gruGradInputs(inputs, attrs);
  checkShapes('gru_grad', [
    ['trace', trace, [steps, batch, 5 * units]],
    ['mask', mask, [steps, batch]],
    ['drop', drop, [batch, 3 * units]],
    ['dhs', dhs, [steps, batch, units]],
    ['dhLast', dhLast, [batch, units]],
  ]);
  const dxz = float32(steps, batch, 3 * units);
  return attrs.resetAfter ? [dxz, float32(batch, units), dxz] : [dxz, float32(batch, units)];
}

/** Gradient of `gru`: dxz [T, B, 3·H], dh0 [B, H] and, with resetAfter, the gradient of h·U + bias [T, B, 3·H]. */
export const gruGradDef: OpDef<GruGradAttrs> = {
  name: 'gru_grad',
  form: 'kernel',
  infer,
  reference: (inputs, attrs, outputs) => {
    const data = gruGradInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const { dxz, dh, dn } = runGruGrad(sizesOf(inputs), data, attrs);
    return outputs.map((type, i) => toFloat32(type, [dxz, dh, dn][i]!));
  },
  vjp: null,
  flops: (inputs) => {
    const { steps, batch, units } = sizesOf(inputs);
    return steps * batch * units * (6 * units + 35);
  },
};

/** Emits `gru_grad`; absent cotangents are null. Returns [dxz, dh0, dn?]. */
export function gruGrad(
  b: Builder,
  x: { u: ValueId; trace: ValueId } & Partial<Record<'mask' | 'drop' | 'dhs' | 'dhLast', ValueId | null>>,
  { activation, recurrentActivation, resetAfter, initial }: GruAttrs,
): readonly ValueId[] {
  const given = (v: ValueId | null | undefined): v is ValueId => v !== null && v !== undefined;
  const inputs = [x.trace, x.u, x.mask, x.drop, x.dhs, x.dhLast].filter(given);
  return b.emit(gruGradDef, inputs, {
    activation,
    recurrentActivation,
    resetAfter,
    initial,
    masked: given(x.mask),
    dropped: given(x.drop),
    sequence: given(x.dhs),
    last: given(x.dhLast),
    lastCell: false,
  });
}
