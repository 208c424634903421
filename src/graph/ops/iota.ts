import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface IotaAttrs {
  readonly shape: Shape;
  readonly axis: number;
}

/** Counts 0, 1, 2, … along `axis`, as int32. */
export const iotaDef: OpDef<IotaAttrs> = {
  name: 'iota',
  form: 'loop',
  infer: (_inputs, { shape }) => [{ dtype: 'int32', shape }],
  reference: (_inputs, { shape, axis }) => {
    const stride = stridesOf(shape)[axis]!;
    return [fromFunction(shape, (i) => Math.floor(i / stride) % shape[axis]!, 'int32')];
  },
  vjp: () => [],
  emit: (c) => `i32(${c.unravel(c.index, c.attrs.shape)[c.attrs.axis]!})`,
};

export function iota(b: Builder, shape: Shape, axis: number): ValueId {
  return b.emit1(iotaDef, [], { shape, axis });
}
