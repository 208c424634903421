import { allocate } from '../../core/dtype.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';

export interface PackAttrs {
  /** Where each part begins, in elements. */
  readonly offsets: readonly number[];
  /** Elements of the whole; the gaps between the parts are zero. */
  readonly size: number;
}

/**
 * Tensors laid into one flat vector, so that one dispatch can work on all of them (the optimizer). The planner lets the
 * producers of the parts write into the vector, so that packing itself costs nothing.
 */
export const packDef: OpDef<PackAttrs> = {
  name: 'pack',
  form: 'kernel',
  infer: (_inputs, { size }) => [{ dtype: 'float32', shape: [size] }],
  reference: (inputs, { offsets, size }, [out]) => {
    const data = allocate('float32', size);
    for (const [i, x] of inputs.entries()) data.set(x.data, offsets[i]!);
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs, attrs: { offsets }, cotangents: [g] }) =>
    inputs.map((x, i) => {
      const size = b.shapeOf(x).reduce((n, d) => n * d, 1);
      return reshape(b, slice(b, g!, [offsets[i]!], [size]), b.shapeOf(x));
    }),
};

export function pack(
  b: Builder,
  parts: readonly ValueId[],
  offsets: readonly number[],
  size: number,
): ValueId {
  return b.emit1(packDef, parts, { offsets, size });
}
