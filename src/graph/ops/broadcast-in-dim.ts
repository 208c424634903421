import { allocate } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape, sameShape, sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { EmitContext, Index } from '../ir/emit.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { reduce } from './reduce.ts';
import { reshape } from './reshape.ts';

export interface BroadcastAttrs {
  readonly shape: Shape;
  /** dims[i] is the axis of the output that axis i of the input becomes; increasing. */
  readonly dims: readonly number[];
}

/** Repeats the input along the axes that it lacks or where it has size 1 (StableHLO broadcast_in_dim). */
export const broadcastInDimDef: OpDef<BroadcastAttrs> = {
  name: 'broadcast_in_dim',
  form: 'loop',
  infer: ([x], { shape, dims }) => {
    const fits =
      dims.length === x!.shape.length && x!.shape.every((d, i) => d === 1 || d === shape[dims[i]!]);
    if (!fits) {
      throw shapeError({
        where: 'broadcast',
        must: `must fit ${formatShape(shape)} along axes [${dims}]`,
        got: formatShape(x!.shape),
      });
    }
    return [{ dtype: x!.dtype, shape }];
  },
  reference: ([x], { shape, dims }) => {
    const data = allocate(x!.dtype, sizeOf(shape));
    const outStrides = stridesOf(shape);
    const inStrides = stridesOf(x!.shape);
    for (let i = 0; i < data.length; i++) {
      let from = 0;
      for (let a = 0; a < dims.length; a++) {
        const at = Math.floor(i / outStrides[dims[a]!]!) % shape[dims[a]!]!;
        if (x!.shape[a] !== 1) from += at * inStrides[a]!;
      }
      data[i] = x!.data[from]!;
    }
    return [{ dtype: x!.dtype, shape, data }];
  },
  vjp: ({ b, inputs: [x], attrs: { shape, dims }, cotangents: [g] }) => {
    const inShape = b.shapeOf(x!);
    const repeated = shape
      .map((_, axis) => axis)
      .filter((axis) => {
        const from = dims.indexOf(axis);
        return from < 0 || (inShape[from] === 1 && shape[axis] !== 1);
      });
    return [reshape(b, reduce(b, 'sum', g!, repeated), inShape)];
  },
  emit: (c) => c.arg(0, inputIndex(c)),
};

/** Picks the cheap forms first: a scalar, a value per row, a value per column; else axis by axis. */
function inputIndex(c: EmitContext<BroadcastAttrs>): Index {
  const { shape, dims } = c.attrs;
  const from = c.inputs[0]!.shape;
  const size = sizeOf(from);
  if (size === 1) return c.zero();
  if (size === sizeOf(shape)) return c.index;
  const kept = dims.filter((_, i) => from[i] !== 1);
  const [first, last] = [kept[0]!, kept[kept.length - 1]!];
  const contiguous =
    last - first + 1 === kept.length ||
    shape.slice(first, last + 1).every((d, i) => kept.includes(first + i) || d === 1);
  if (contiguous) {
    const inner = sizeOf(shape.slice(last + 1));
    const outer = sizeOf(shape.slice(0, first));
    const without = inner === 1 ? c.index : c.dropInner(c.index, inner);
    return outer === 1 ? without : c.keepInner(without, size);
  }
  const multi = c.unravel(c.index, shape);
  return c.ravel(
    dims.map((axis, i) => (from[i] === 1 ? '0u' : multi[axis]!)),
    from,
  );
}

/** NumPy's broadcast of `x` to `shape` (axes aligned at the end); x itself where nothing changes. */
export function broadcastTo(b: Builder, x: ValueId, shape: Shape): ValueId {
  const from = b.shapeOf(x);
  if (sameShape(from, shape)) return x;
  const lead = shape.length - from.length;
  return broadcastInDim(
    b,
    x,
    shape,
    from.map((_, i) => i + lead),
  );
}

export function broadcastInDim(b: Builder, x: ValueId, shape: Shape, dims: readonly number[]): ValueId {
  return b.emit1(broadcastInDimDef, [x], { shape, dims });
}
