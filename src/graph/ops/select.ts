import { allocate } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import { formatShape, sameShape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { maskNonZero } from './arithmetic.ts';
import { unary } from './unary.ts';

/** out = condition ≠ 0 ? onTrue : onFalse, elementwise; the condition is float32. */
export const selectDef: OpDef = {
  name: 'select',
  form: 'loop',
  infer: ([c, x, y]) => {
    if (!sameShape(c!.shape, x!.shape) || !sameShape(x!.shape, y!.shape)) {
      const got = [c!, x!, y!].map((t) => formatShape(t.shape)).join(', ');
      throw shapeError({ where: 'select', must: 'condition and both branches must have one shape', got });
    }
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  reference: ([c, x, y], _attrs, [out]) => {
    const data = allocate(out!.dtype, x!.data.length);
    for (let i = 0; i < data.length; i++) data[i] = c!.data[i] !== 0 ? x!.data[i]! : y!.data[i]!;
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs: [c], cotangents: [g], needs }) => [
    null,
    needs[1] ? maskNonZero(b, c!, g!) : null,
    needs[2] ? maskNonZero(b, unary(b, 'is_zero', c!), g!) : null,
  ],
  emit: (c) => `select(${c.arg(2)}, ${c.arg(1)}, ${c.arg(0)} != ${c.literal('0.0')})`,
};

export function select(b: Builder, condition: ValueId, onTrue: ValueId, onFalse: ValueId): ValueId {
  return b.emit1(selectDef, [condition, onTrue, onFalse], {});
}
