import { allocate } from '../../core/dtype.ts';
import { sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface ReverseAttrs {
  readonly axis: number;
}

/** The elements along `axis` in the opposite order (StableHLO reverse, of one axis). */
export const reverseDef: OpDef<ReverseAttrs> = {
  name: 'reverse',
  form: 'loop',
  infer: ([x]) => [x!],
  reference: ([x], { axis }) => {
    const data = allocate(x!.dtype, x!.data.length);
    const size = x!.shape[axis]!;
    const inner = stridesOf(x!.shape)[axis]!;
    for (let o = 0; o < sizeOf(x!.shape.slice(0, axis)); o++)
      for (let i = 0; i < size; i++) {
        const from = (o * size + size - 1 - i) * inner;
        data.set(x!.data.subarray(from, from + inner), (o * size + i) * inner);
      }
    return [{ ...x!, data }];
  },
  vjp: ({ b, attrs: { axis }, cotangents: [g] }) => [reverse(b, g!, axis)],
  emit: (c) => {
    const { shape } = c.output;
    const { axis } = c.attrs;
    const multi = c
      .unravel(c.index, shape)
      .map((m, a) => (a === axis ? `(${c.uint(shape[axis]! - 1)} - ${m})` : m));
    return c.arg(0, c.ravel(multi, shape));
  },
};

/** x with the elements along `axis` in the opposite order. */
export function reverse(b: Builder, x: ValueId, axis: number): ValueId {
  return b.shapeOf(x)[axis] === 1 ? x : b.emit1(reverseDef, [x], { axis });
}
