import { allocate } from '../../core/dtype.ts';
import { sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { slice } from './slice.ts';

export interface PadAttrs {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Zeros around the input, `before` and `after` it along each axis. */
export const padDef: OpDef<PadAttrs> = {
  name: 'pad',
  form: 'loop',
  infer: ([x], { before, after }) => [
    { dtype: x!.dtype, shape: x!.shape.map((d, a) => d + before[a]! + after[a]!) },
  ],
  reference: ([x], { before }, [out]) => {
    const data = allocate(x!.dtype, sizeOf(out!.shape));
    const from = stridesOf(x!.shape);
    const to = stridesOf(out!.shape);
    for (let i = 0; i < x!.data.length; i++) {
      let at = 0;
      for (let a = 0; a < from.length; a++)
        at += ((Math.floor(i / from[a]!) % x!.shape[a]!) + before[a]!) * to[a]!;
      data[at] = x!.data[i]!;
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs: [x], attrs: { before }, cotangents: [g] }) => [slice(b, g!, before, b.shapeOf(x!))],
  // Outside the input the position is clamped, so that the read is in bounds, and the value dropped.
  emit: (c) => {
    const { before, after } = c.attrs;
    const from = c.inputs[0]!.shape;
    const multi = c.unravel(c.index, c.output.shape);
    const tests: string[] = [];
    const source = multi.map((m, a) => {
      if (before[a] === 0 && after[a] === 0) return m;
      const size = c.uint(from[a]!);
      const at = before[a] === 0 ? m : c.let(`${m} - ${c.uint(before[a]!)}`);
      tests.push(`${at} < ${size}`); // below zero wraps around to a large u32
      return `min(${at}, ${size} - 1u)`;
    });
    const value = c.arg(0, c.ravel(source, from));
    const zero = c.output.dtype === 'float32' ? '0.0' : c.output.dtype === 'int32' ? '0i' : '0u';
    return tests.length === 0 ? value : `select(${zero}, ${value}, ${tests.join(' && ')})`;
  },
};

export function pad(b: Builder, x: ValueId, before: readonly number[], after: readonly number[]): ValueId {
  const nothing = [...before, ...after].every((n) => n === 0);
  return nothing ? x : b.emit1(padDef, [x], { before, after });
}
