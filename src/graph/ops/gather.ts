import { allocate } from '../../core/dtype.ts';
import { dtypeError } from '../../core/errors.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { embeddingGrad } from './embedding-grad.ts';
import { reshape } from './reshape.ts';

/**
 * Rows of a table by number: out[i.., d..] = table[indices[i..], d..]. A uint8 table is unpacked to float32.
 * Numbers outside the table are clamped into it, so that no read is out of bounds; the edge where data enter
 * checks them and names the wrong one.
 */
export const gatherDef: OpDef = {
  name: 'gather',
  form: 'loop',
  infer: ([table, indices]) => {
    if (indices!.dtype !== 'int32' && indices!.dtype !== 'uint32') {
      throw dtypeError({ where: 'gather', must: 'indices must be int32 or uint32', got: indices!.dtype });
    }
    const dtype = table!.dtype === 'uint8' ? 'float32' : table!.dtype;
    return [{ dtype, shape: [...indices!.shape, ...table!.shape.slice(1)] }];
  },
  reference: ([table, indices], _attrs, [out]) => {
    const inner = sizeOf(table!.shape.slice(1));
    const data = allocate(out!.dtype, sizeOf(out!.shape));
    for (let i = 0; i < indices!.data.length; i++) {
      const row = Math.min(Math.max(indices!.data[i]!, 0), table!.shape[0]! - 1);
      data.set(table!.data.subarray(row * inner, (row + 1) * inner), i * inner);
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs: [table, indices], cotangents: [g], needs }) => {
    if (!needs[0]) return [null, null];
    const shape = b.shapeOf(table!);
    const [n, d] = [sizeOf(b.shapeOf(indices!)), sizeOf(shape.slice(1))];
    const dense = embeddingGrad(b, reshape(b, indices!, [n]), reshape(b, g!, [n, d]), shape[0]!);
    return [reshape(b, dense, shape), null];
  },
  emit: (c) => {
    const table = c.inputs[0]!.shape;
    const inner = sizeOf(table.slice(1));
    const at = inner === 1 ? c.index : c.dropInner(c.index, inner);
    const number = c.arg(1, at);
    const last = c.uint(table[0]! - 1);
    const inside =
      c.inputs[1]!.dtype === 'int32' ? `min(u32(max(${number}, 0i)), ${last})` : `min(${number}, ${last})`;
    const row = c.let(inside, at);
    return c.arg(0, c.element(row, inner === 1 ? c.zero() : c.keepInner(c.index, inner), inner));
  },
};

/** table[indices] along the first axis. table [V, d..], indices [i..] → [i.., d..]. */
export function gather(b: Builder, table: ValueId, indices: ValueId): ValueId {
  return b.emit1(gatherDef, [table, indices], {});
}
