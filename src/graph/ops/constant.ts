import { full } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface ConstantAttrs {
  readonly value: number;
  readonly dtype: 'float32' | 'int32' | 'uint32';
}

/** A number that belongs to the model (an epsilon, a slope), as a scalar tensor. What changes per step is an input. */
export const constantDef: OpDef<ConstantAttrs> = {
  name: 'constant',
  form: 'loop',
  infer: (_inputs, { dtype }) => [{ dtype, shape: [] }],
  reference: (_inputs, { value, dtype }) => [full([], value, dtype)],
  vjp: () => [],
  emit: (c) => literal(c.attrs),
};

/** WGSL literal that reads back as exactly the float32 nearest to the value. */
function literal({ value, dtype }: ConstantAttrs): string {
  if (dtype === 'uint32') return `${value}u`;
  if (dtype === 'int32') return `i32(${value})`;
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? `f32(${text})` : `f32(${text}.0)`;
}

export function constant(b: Builder, value: number, dtype: ConstantAttrs['dtype'] = 'float32'): ValueId {
  return b.emit1(constantDef, [], { value, dtype });
}
