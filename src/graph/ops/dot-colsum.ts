import { shapeError } from '../../core/errors.ts';
import { zeros } from '../../core/nd-array.ts';
import { formatShape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { type DotAttrs, dotDef, dotSizes } from './dot.ts';

/**
 * The two gradients of a dense layer in one: the product of two matrices (dW = Xᵀ·G) and, of the same reading of b,
 * its column sums (db[j] = Σ_l b[l, j]). Made by fusion after autodiff, so it has no derivative of its own.
 */
export const dotColsumDef: OpDef<DotAttrs> = {
  name: 'dot_colsum',
  form: 'kernel',
  infer: ([a, b], attrs) => {
    if (a!.shape.length !== 2) {
      throw shapeError({
        where: 'dot_colsum',
        must: 'operands must be matrices',
        got: formatShape(a!.shape),
      });
    }
    return [...dotDef.infer([a!, b!], attrs), { dtype: 'float32', shape: [dotSizes(a!, b!, attrs).n] }];
  },
  reference: ([a, b], attrs, [product, sums]) => {
    const { k, n } = dotSizes(a!, b!, attrs);
    const colsum = zeros(sums!.shape);
    for (let l = 0; l < k; l++)
      for (let j = 0; j < n; j++) colsum.data[j]! += b!.data[attrs.transposeB ? j * k + l : l * n + j]!;
    return [...dotDef.reference([a!, b!], attrs, [product!]), colsum];
  },
  vjp: null,
  flops: ([a, b], _outputs, attrs) => {
    const { m, k, n } = dotSizes(a!, b!, attrs);
    return 2 * m * k * n + k * n;
  },
};

/** [a · b, column sums of b], each operand optionally read transposed. a [M, K], b [K, N] → [M, N] and [N]. */
export function dotColsum(
  b: Builder,
  x: ValueId,
  y: ValueId,
  attrs: Partial<DotAttrs> = {},
): readonly ValueId[] {
  return b.emit(dotColsumDef, [x, y], { transposeA: false, transposeB: false, ...attrs });
}
