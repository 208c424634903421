import { allocate } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape, sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { pad } from './pad.ts';

export interface SliceAttrs {
  readonly starts: readonly number[];
  readonly sizes: Shape;
}

/** A box cut out: out[i] = x[starts + i]. */
export const sliceDef: OpDef<SliceAttrs> = {
  name: 'slice',
  form: 'loop',
  infer: ([x], { starts, sizes }) => {
    const fits =
      x!.shape.length === sizes.length &&
      sizes.every((s, a) => starts[a]! >= 0 && s >= 0 && starts[a]! + s <= x!.shape[a]!);
    if (!fits) {
      throw shapeError({
        where: 'slice',
        must: `must lie inside ${formatShape(x!.shape)}`,
        got: `[${starts}] + [${sizes}]`,
      });
    }
    return [{ dtype: x!.dtype, shape: sizes }];
  },
  reference: ([x], { starts, sizes }, [out]) => {
    const data = allocate(x!.dtype, sizeOf(sizes));
    const from = stridesOf(x!.shape);
    const to = stridesOf(sizes);
    for (let i = 0; i < data.length; i++) {
      let at = 0;
      for (let a = 0; a < to.length; a++)
        at += ((Math.floor(i / to[a]!) % sizes[a]!) + starts[a]!) * from[a]!;
      data[i] = x!.data[at]!;
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs: [x], attrs: { starts, sizes }, cotangents: [g] }) => {
    const shape = b.shapeOf(x!);
    return [
      pad(
        b,
        g!,
        starts,
        shape.map((d, a) => d - starts[a]! - sizes[a]!),
      ),
    ];
  },
  emit: (c) => {
    const { starts, sizes } = c.attrs;
    const from = c.inputs[0]!.shape;
    const outer = firstCutAxis(from, sizes);
    // A cut along the leading axis alone only shifts the linear position.
    if (sizeOf(from.slice(0, outer)) === 1) {
      const offset = starts[outer]! * sizeOf(from.slice(outer + 1));
      const tail = from.slice(outer + 1).every((d, i) => d === sizes[outer + 1 + i]);
      if (tail) return c.arg(0, c.shift(c.index, offset));
    }
    const multi = c
      .unravel(c.index, sizes)
      .map((m, a) => (starts[a] === 0 ? m : `(${m} + ${c.uint(starts[a]!)})`));
    return c.arg(0, c.ravel(multi, from));
  },
};

const firstCutAxis = (from: Shape, sizes: Shape): number =>
  Math.max(
    0,
    from.findIndex((d, a) => d !== sizes[a]),
  );

export function slice(b: Builder, x: ValueId, starts: readonly number[], sizes: Shape): ValueId {
  const whole = starts.every((s, a) => s === 0 && sizes[a] === b.shapeOf(x)[a]);
  return whole ? x : b.emit1(sliceDef, [x], { starts, sizes });
}

/** Elements `start` to `start + size` along one axis. */
export function sliceAxis(b: Builder, x: ValueId, axis: number, start: number, size: number): ValueId {
  const shape = b.shapeOf(x);
  return slice(
    b,
    x,
    shape.map((_, a) => (a === axis ? start : 0)),
    shape.map((d, a) => (a === axis ? size : d)),
  );
}
