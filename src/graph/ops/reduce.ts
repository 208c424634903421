import { allocate } from '../../core/dtype.ts';
import { sizeOf, stridesOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { divide, mulScalar, multiply } from './arithmetic.ts';
import { binaryOf } from './binary.ts';
import { broadcastInDim } from './broadcast-in-dim.ts';

export interface ReduceAttrs {
  /** Axes that disappear, increasing. */
  readonly axes: readonly number[];
}

/** One way to fold many numbers into one. */
interface ReduceRow {
  readonly init: number;
  readonly wgslInit: string;
  readonly wgsl: (acc: string, x: string) => string;
  readonly host: (acc: number, x: number) => number;
}

export const REDUCE = {
  sum: { init: 0, wgslInit: '0.0', wgsl: (a, x) => `${a} + ${x}`, host: (a, x) => a + x },
  max: {
    init: -3.4028234663852886e38,
    wgslInit: '-3.4028234e38',
    wgsl: (a, x) => `max(${a}, ${x})`,
    host: Math.max,
  },
  min: {
    init: 3.4028234663852886e38,
    wgslInit: '3.4028234e38',
    wgsl: (a, x) => `min(${a}, ${x})`,
    host: Math.min,
  },
} satisfies Record<string, ReduceRow>;

export type ReduceName = keyof typeof REDUCE;

/** The rule of `reduce_sum`, `reduce_max`, `reduce_min` by the name of the op, for code generation. */
export function reduceRow(op: string): ReduceRow | undefined {
  return REDUCE[op.replace('reduce_', '') as ReduceName];
}

const keptAxes = (rank: number, axes: readonly number[]): number[] =>
  Array.from({ length: rank }, (_, i) => i).filter((i) => !axes.includes(i));

function infer([x]: readonly TensorType[], { axes }: ReduceAttrs): TensorType[] {
  return [{ dtype: x!.dtype, shape: keptAxes(x!.shape.length, axes).map((i) => x!.shape[i]!) }];
}

function reduceDef(name: ReduceName): OpDef<ReduceAttrs> {
  const row = REDUCE[name];
  return {
    name: `reduce_${name}`,
    form: 'reduce',
    infer,
    reference: ([x], { axes }, [out]) => {
      const acc = new Float64Array(sizeOf(out!.shape)).fill(row.init);
      const strides = stridesOf(x!.shape);
      const kept = keptAxes(x!.shape.length, axes);
      const outStrides = stridesOf(out!.shape);
      for (let i = 0; i < x!.data.length; i++) {
        let to = 0;
        for (let a = 0; a < kept.length; a++)
          to += (Math.floor(i / strides[kept[a]!]!) % x!.shape[kept[a]!]!) * outStrides[a]!;
        acc[to] = row.host(acc[to]!, x!.data[i]!);
      }
      const data = allocate(out!.dtype, acc.length);
      data.set(acc);
      return [{ ...out!, data }];
    },
    vjp: ({ b, inputs: [x], outputs: [y], attrs: { axes }, cotangents: [g] }) => {
      const shape = b.shapeOf(x!);
      const spread = (v: ValueId) => broadcastInDim(b, v, shape, keptAxes(shape.length, axes));
      if (name === 'sum') return [spread(g!)];
      // The extremum's gradient is shared evenly among the elements that attain it, as in JAX.
      const hit = binaryOf(b, 'eq', x!, spread(y!));
      const count = reduce(b, 'sum', hit, axes);
      return [multiply(b, hit, spread(divide(b, g!, count)))];
    },
    flops: ([x]) => sizeOf(x!.shape),
  };
}

export const reduceDefs = {
  reduce_sum: reduceDef('sum'),
  reduce_max: reduceDef('max'),
  reduce_min: reduceDef('min'),
};

/** Folds `axes` (all by default) away. x itself where there is nothing to fold. */
export function reduce(b: Builder, name: ReduceName, x: ValueId, axes?: readonly number[]): ValueId {
  const all = axes ?? b.shapeOf(x).map((_, i) => i);
  return all.length === 0 ? x : b.emit1(reduceDefs[`reduce_${name}`], [x], { axes: all });
}

export const sum = (b: Builder, x: ValueId, axes?: readonly number[]): ValueId => reduce(b, 'sum', x, axes);

/** Mean over `axes` (all by default). */
export function mean(b: Builder, x: ValueId, axes?: readonly number[]): ValueId {
  const shape = b.shapeOf(x);
  const count = (axes ?? shape.map((_, i) => i)).reduce((n, axis) => n * shape[axis]!, 1);
  return mulScalar(b, sum(b, x, axes), 1 / count);
}
