import { shapeError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape, sameShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface ReshapeAttrs {
  readonly shape: Shape;
}

/** The same elements in row-major order under another shape; costs nothing. */
export const reshapeDef: OpDef<ReshapeAttrs> = {
  name: 'reshape',
  form: 'view',
  infer: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x!.shape)) {
      throw shapeError({
        where: 'reshape',
        must: `must have the ${sizeOf(x!.shape)} elements of ${formatShape(x!.shape)}`,
        got: formatShape(shape),
      });
    }
    return [{ dtype: x!.dtype, shape }];
  },
  reference: ([x], { shape }) => [{ dtype: x!.dtype, shape, data: x!.data }],
  vjp: ({ b, inputs: [x], cotangents: [g] }) => [reshape(b, g!, b.shapeOf(x!))],
  emit: (c) => c.arg(0),
};

export function reshape(b: Builder, x: ValueId, shape: Shape): ValueId {
  return sameShape(b.shapeOf(x), shape) ? x : b.emit1(reshapeDef, [x], { shape });
}
