import { allocate, type DType } from '../../core/dtype.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface CastAttrs {
  readonly dtype: DType;
}

/** The numbers in another dtype; floats are truncated towards zero to become integers. */
export const castDef: OpDef<CastAttrs> = {
  name: 'cast',
  form: 'loop',
  infer: ([x], { dtype }) => [{ dtype, shape: x!.shape }],
  reference: ([x], { dtype }, [out]) => {
    const data = allocate(dtype, x!.data.length);
    for (let i = 0; i < data.length; i++)
      data[i] = dtype === 'float32' ? x!.data[i]! : Math.trunc(x!.data[i]!);
    return [{ ...out!, data }];
  },
  vjp: () => [null],
  emit: (c) => c.convert(c.attrs.dtype, c.arg(0)),
};

export function cast(b: Builder, x: ValueId, dtype: DType): ValueId {
  return b.typeOf(x).dtype === dtype ? x : b.emit1(castDef, [x], { dtype });
}
