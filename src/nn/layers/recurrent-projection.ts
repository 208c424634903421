import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { dot } from '../../graph/ops/dot.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';

/**
 * x · W (+ bias) for all steps in one product over T·B rows: x [T, B, D], kernel [D, G] → [T, B, G]. `drops`: none, one factor
 * [B, D] for the whole input, or one for each of as many column blocks of the kernel.
 */
export function project(
  b: Builder,
  x: ValueId,
  kernel: ValueId,
  bias: ValueId | undefined,
  drops: readonly ValueId[],
): ValueId {
  const [steps, batch] = b.shapeOf(x);
  const width = b.shapeOf(kernel)[1]!;
  const rows = (v: ValueId) => reshape(b, v, [steps! * batch!, b.shapeOf(v)[2]!]);
  const dropped = (drop: ValueId) => rows(multiply(b, x, broadcastInDim(b, drop, b.shapeOf(x), [1, 2])));
  const inputs = drops.length === 0 ? [rows(x)] : drops.map(dropped);
  const size = width / inputs.length;
  const products = inputs.map((input, g) => dot(b, input, sliceAxis(b, kernel, 1, g * size, size)));
  const product = concatenate(b, products, 1);
  const biased = bias === undefined ? product : add(b, product, bias);
  return reshape(b, biased, [steps!, batch!, width]);
}
