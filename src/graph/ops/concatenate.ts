import { allocate } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import { formatShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { sliceAxis } from './slice.ts';

export interface ConcatenateAttrs {
  readonly axis: number;
}

/** The inputs one after the other along `axis`; the other axes must be equal. */
export const concatenateDef: OpDef<ConcatenateAttrs> = {
  name: 'concatenate',
  form: 'loop',
  infer: (inputs, { axis }) => {
    const first = inputs[0]!.shape;
    const fits = inputs.every(
      ({ shape }) => shape.length === first.length && shape.every((d, a) => a === axis || d === first[a]),
    );
    if (!fits) {
      const got = inputs.map((t) => formatShape(t.shape)).join(', ');
      throw shapeError({ where: 'concatenate', must: `shapes must be equal but for axis ${axis}`, got });
    }
    const total = inputs.reduce((n, t) => n + t.shape[axis]!, 0);
    return [{ dtype: inputs[0]!.dtype, shape: first.map((d, a) => (a === axis ? total : d)) }];
  },
  reference: (inputs, { axis }, [out]) => {
    const data = allocate(out!.dtype, sizeOf(out!.shape));
    const inner = sizeOf(out!.shape.slice(axis + 1));
    const outer = sizeOf(out!.shape.slice(0, axis));
    let offset = 0;
    for (const x of inputs) {
      const run = x.shape[axis]! * inner;
      for (let o = 0; o < outer; o++)
        data.set(x.data.subarray(o * run, (o + 1) * run), o * out!.shape[axis]! * inner + offset);
      offset += run;
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs, attrs: { axis }, cotangents: [g], needs }) => {
    let start = 0;
    return inputs.map((x, i) => {
      const size = b.shapeOf(x)[axis]!;
      start += size;
      return needs[i] ? sliceAxis(b, g!, axis, start - size, size) : null;
    });
  },
  // Each part is read at a clamped position; the part that the position falls into is chosen.
  emit: (c) => {
    const { axis } = c.attrs;
    const multi = c.unravel(c.index, c.output.shape);
    const at = c.let(multi[axis]!);
    let start = 0;
    let value = '';
    for (const [i, x] of c.inputs.entries()) {
      const size = x.shape[axis]!;
      const local = start === 0 ? at : c.let(`${at} - ${c.uint(start)}`);
      const inside = `min(${local}, ${c.uint(size)} - 1u)`;
      const part = c.arg(
        i,
        c.ravel(
          multi.map((m, a) => (a === axis ? inside : m)),
          x.shape,
        ),
      );
      value = i === 0 ? part : c.let(`select(${value}, ${part}, ${at} >= ${c.uint(start)})`);
      start += size;
    }
    return value;
  },
};

export function concatenate(b: Builder, inputs: readonly ValueId[], axis: number): ValueId {
  return inputs.length === 1 ? inputs[0]! : b.emit1(concatenateDef, inputs, { axis });
}
