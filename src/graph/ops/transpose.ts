import { allocate } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import { formatShape, sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface TransposeAttrs {
  /** Axis i of the output is axis permutation[i] of the input. */
  readonly permutation: readonly number[];
}

/** Reorders the axes. */
export const transposeDef: OpDef<TransposeAttrs> = {
  name: 'transpose',
  form: 'loop',
  infer: ([x], { permutation }) => {
    const { shape } = x!;
    if (permutation.length !== shape.length || new Set(permutation).size !== shape.length) {
      throw shapeError({
        where: 'transpose',
        must: `must permute the axes of ${formatShape(shape)}`,
        got: `[${permutation}]`,
      });
    }
    return [{ dtype: x!.dtype, shape: permutation.map((axis) => shape[axis]!) }];
  },
  reference: ([x], { permutation }, [out]) => {
    const data = allocate(x!.dtype, sizeOf(out!.shape));
    const from = stridesOf(x!.shape);
    const to = stridesOf(out!.shape);
    for (let i = 0; i < data.length; i++) {
      let at = 0;
      for (let a = 0; a < to.length; a++)
        at += (Math.floor(i / to[a]!) % out!.shape[a]!) * from[permutation[a]!]!;
      data[i] = x!.data[at]!;
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, attrs: { permutation }, cotangents: [g] }) => {
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    return [transpose(b, g!, inverse)];
  },
  emit: (c) => {
    const multi = c.unravel(c.index, c.output.shape);
    const { permutation } = c.attrs;
    const source = permutation.map((_, axis) => multi[permutation.indexOf(axis)]!);
    return c.arg(0, c.ravel(source, c.inputs[0]!.shape));
  },
};

/** x with its axes reordered; x itself for the identity. */
export function transpose(b: Builder, x: ValueId, permutation: readonly number[]): ValueId {
  return permutation.every((axis, i) => axis === i) ? x : b.emit1(transposeDef, [x], { permutation });
}
