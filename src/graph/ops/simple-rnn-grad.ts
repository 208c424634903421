import type { Builder } from '../ir/builder.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { Numbers, RecurrentGradAttrs, RecurrentSizes } from './recurrent.ts';
import { checkShapes, dropOf, float32, namedInputs, toFloat32 } from './recurrent.ts';
import { cellActivation } from './recurrent-activation.ts';
import type { SimpleRnnAttrs } from './simple-rnn.ts';

export type SimpleRnnGradAttrs = RecurrentGradAttrs;

const inputNames = ({ masked, dropped, sequence, last }: SimpleRnnGradAttrs) =>
  [
    ['trace', true],
    ['u', true],
    ['mask', masked],
    ['drop', dropped],
    ['dhs', sequence],
    ['dhLast', last],
  ] as const;

type SimpleRnnGradInput = ReturnType<typeof inputNames>[number][0];

/** The inputs of the op by name. */
export const simpleRnnGradInputs = <T>(inputs: readonly T[], attrs: SimpleRnnGradAttrs) =>
  namedInputs(inputs, inputNames(attrs));

/** Backward through time with dh carried: dz = dh·φ′(y), dh₋ = drop ∘ (dz·Uᵀ). A masked step has dz = 0 and hands dh on. */
export function runSimpleRnnGrad(
  { steps, batch, units }: RecurrentSizes,
  x: Partial<Record<SimpleRnnGradInput, Numbers>>,
  attrs: SimpleRnnGradAttrs,
): { dxz: Float64Array; dh: Float64Array } {
  const phi = cellActivation(attrs.activation).slope;
  const dxz = new Float64Array(steps * batch * units);
  const dh = Float64Array.from({ length: batch * units }, (_, i) => x.dhLast?.[i] ?? 0);
  for (let at = steps * batch - 1; at >= 0; at--) {
    const row = at % batch;
    const carry = dh.subarray(row * units, (row + 1) * units);
    const dz = dxz.subarray(at * units, (at + 1) * units);
    for (let j = 0; j < units; j++) carry[j]! += x.dhs?.[at * units + j] ?? 0;
    if (x.mask && x.mask[at] === 0) continue;
    for (let j = 0; j < units; j++) dz[j] = carry[j]! * phi(x.trace![at * units + j]!);
    for (let k = 0; k < units; k++) {
      const back = dz.reduce((sum, d, j) => sum + d * x.u![k * units + j]!, 0);
      carry[k] = back * dropOf(x.drop, row, 0, units, 1)(k);
    }
  }
  return { dxz, dh };
}

function sizesOf([trace, u]: readonly { readonly shape: readonly number[] }[]): RecurrentSizes {
  const [steps = 0, batch = 0] = trace!.shape;
  return { steps, batch, units: u!.shape[0]! };
}

function infer(inputs: readonly TensorType[], attrs: SimpleRnnGradAttrs): TensorType[] {
  const { steps, batch, units } = sizesOf(inputs);
  const { trace, mask, drop, dhs, dhLast } = simpleRnnGradInputs(inputs, attrs);
  checkShapes('simple_rnn_grad', [
    ['trace', trace, [steps, batch, units]],
    ['mask', mask, [steps, batch]],
    ['drop', drop, [batch, units]],
    ['dhs', dhs, [steps, batch, units]],
    ['dhLast', dhLast, [batch, units]],
  ]);
  return [float32(steps, batch, units), float32(batch, units)];
}

/** Gradient of `simple_rnn`: from trace, u and the cotangents that attrs name to dxz [T, B, H] and dh0 [B, H]. */
export const simpleRnnGradDef: OpDef<SimpleRnnGradAttrs> = {
  name: 'simple_rnn_grad',
  form: 'kernel',
  infer,
  reference: (inputs, attrs, outputs) => {
    const data = simpleRnnGradInputs(
      inputs.map((x) => x.data),
      attrs,
    );
    const { dxz, dh } = runSimpleRnnGrad(sizesOf(inputs), data, attrs);
    return [dxz, dh].map((x, i) => toFloat32(outputs[i]!, x));
  },
  vjp: null,
  flops: (inputs) => {
    const { steps, batch, units } = sizesOf(inputs);
    return steps * batch * units * (2 * units + 5);
  },
};

/** Emits `simple_rnn_grad`; absent cotangents are null. Returns [dxz, dh0]. */
export function simpleRnnGrad(
  b: Builder,
  x: { u: ValueId; trace: ValueId } & Partial<Record<'mask' | 'drop' | 'dhs' | 'dhLast', ValueId | null>>,
  { activation, initial }: SimpleRnnAttrs,
): readonly ValueId[] {
  const given = (v: ValueId | null | undefined): v is ValueId => v !== null && v !== undefined;
  const inputs = [x.trace, x.u, x.mask, x.drop, x.dhs, x.dhLast].filter(given);
  return b.emit(simpleRnnGradDef, inputs, {
    activation,
    initial,
    masked: given(x.mask),
    dropped: given(x.drop),
    sequence: given(x.dhs),
    last: given(x.dhLast),
    lastCell: false,
  });
}
