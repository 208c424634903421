import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binaryOf } from '../../graph/ops/binary.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { cast } from '../../graph/ops/cast.ts';
import { constant } from '../../graph/ops/constant.ts';
import { iota } from '../../graph/ops/iota.ts';
import { select } from '../../graph/ops/select.ts';
import { lastAxis, reduceLast, spreadLast } from '../losses/last-axis.ts';

/** Position of the first maximum along the last axis, as float32: [B, ..., C] → [B, ...]. Exact below 2²⁴ classes. */
export function argMax(b: Builder, x: ValueId): ValueId {
  const shape = b.shapeOf(x);
  const hit = binaryOf(b, 'eq', x, spreadLast(b, reduceLast(b, 'max', x), x));
  const positions = cast(b, iota(b, shape, lastAxis(b, x)), 'float32');
  const none = broadcastTo(b, constant(b, shape.at(-1)!), shape);
  return reduceLast(b, 'min', select(b, hit, positions, none));
}
