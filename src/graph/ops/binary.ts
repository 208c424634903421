import { allocate } from '../../core/dtype.ts';
import { dtypeError, shapeError } from '../../core/errors.ts';
import { formatShape, sameShape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { EmitContext } from '../ir/emit.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { divide, mulScalar, multiply } from './arithmetic.ts';
import { unary } from './unary.ts';

type Pair = readonly [ValueId | null, ValueId | null];

/** One elementwise function of two tensors of equal shape and dtype. */
interface BinaryRow {
  readonly wgsl: (x: string, y: string, c: Pick<EmitContext<object>, 'literal'>) => string;
  readonly host: (x: number, y: number) => number;
  /** Comparisons give float32 0 or 1 whatever they compare. */
  readonly compares?: boolean;
  /** Cotangents of both inputs; `out` is the result. Null: zero everywhere. */
  readonly vjp: ((b: Builder, g: ValueId, x: ValueId, y: ValueId, out: ValueId) => Pair) | null;
}

export type BinaryName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'max'
  | 'min'
  | 'pow'
  | 'rem'
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le';

const compare = (operator: string, host: (x: number, y: number) => boolean): BinaryRow => ({
  wgsl: (x, y, c) => `select(${c.literal('0.0')}, ${c.literal('1.0')}, ${x} ${operator} ${y})`,
  host: (x, y) => (host(x, y) ? 1 : 0),
  compares: true,
  vjp: null,
});

// Where x = y, max and min split the gradient in halves, as JAX does.
const pick =
  (better: 'gt' | 'lt'): BinaryRow['vjp'] =>
  (b, g, x, y) => {
    const half = mulScalar(b, binaryOf(b, 'eq', x, y), 0.5);
    const toX = binaryOf(b, 'add', binaryOf(b, better, x, y), half);
    const toY = binaryOf(b, 'add', binaryOf(b, better, y, x), half);
    return [multiply(b, g, toX), multiply(b, g, toY)];
  };

/** The table of elementwise functions of two tensors. A new function is one row. */
export const BINARY: Record<BinaryName, BinaryRow> = {
  add: { wgsl: (x, y) => `(${x} + ${y})`, host: (x, y) => x + y, vjp: (_b, g) => [g, g] },
  sub: { wgsl: (x, y) => `(${x} - ${y})`, host: (x, y) => x - y, vjp: (b, g) => [g, unary(b, 'neg', g)] },
  mul: {
    wgsl: (x, y) => `(${x} * ${y})`,
    host: (x, y) => x * y,
    vjp: (b, g, x, y) => [multiply(b, g, y), multiply(b, g, x)],
  },
  div: {
    wgsl: (x, y) => `(${x} / ${y})`,
    host: (x, y) => x / y,
    vjp: (b, g, _x, y, out) => [divide(b, g, y), unary(b, 'neg', divide(b, multiply(b, g, out), y))],
  },
  max: { wgsl: (x, y) => `max(${x}, ${y})`, host: Math.max, vjp: pick('gt') },
  min: { wgsl: (x, y) => `min(${x}, ${y})`, host: Math.min, vjp: pick('lt') },
  // x^y for x > 0, y without gradient: d/dx = y x^(y−1) = y · out / x
  pow: {
    wgsl: (x, y) => `pow(${x}, ${y})`,
    host: Math.pow,
    vjp: (b, g, x, y, out) => [multiply(b, g, multiply(b, y, divide(b, out, x))), null],
  },
  rem: { wgsl: (x, y) => `(${x} % ${y})`, host: (x, y) => x % y, vjp: null },
  eq: compare('==', (x, y) => x === y),
  ne: compare('!=', (x, y) => x !== y),
  gt: compare('>', (x, y) => x > y),
  ge: compare('>=', (x, y) => x >= y),
  lt: compare('<', (x, y) => x < y),
  le: compare('<=', (x, y) => x <= y),
};

function checkPair(name: string, x: TensorType, y: TensorType): void {
  if (x.dtype !== y.dtype) {
    throw dtypeError({
      where: name,
      must: 'both inputs must have one dtype',
      got: `${x.dtype} and ${y.dtype}`,
    });
  }
  if (!sameShape(x.shape, y.shape)) {
    throw shapeError({
      where: name,
      must: 'both inputs must have one shape',
      got: `${formatShape(x.shape)} and ${formatShape(y.shape)}`,
    });
  }
}

function binaryDef(name: string, row: BinaryRow): OpDef {
  return {
    name,
    form: 'loop',
    infer: ([x, y]) => {
      checkPair(name, x!, y!);
      return [{ dtype: row.compares ? 'float32' : x!.dtype, shape: x!.shape }];
    },
    reference: ([x, y], _attrs, [out]) => {
      const data = allocate(out!.dtype, x!.data.length);
      for (let i = 0; i < data.length; i++) data[i] = row.host(x!.data[i]!, y!.data[i]!);
      return [{ ...out!, data }];
    },
    vjp:
      row.vjp && (({ b, inputs: [x, y], outputs: [out], cotangents: [g] }) => row.vjp!(b, g!, x!, y!, out!)),
    emit: (c) => row.wgsl(c.arg(0), c.arg(1), c),
  };
}

export const binaryDefs = Object.fromEntries(
  Object.entries(BINARY).map(([name, row]) => [name, binaryDef(name, row)]),
) as Record<BinaryName, OpDef>;

/** Applies an elementwise function of two equally shaped tensors; arithmetic.ts has the broadcasting forms. */
export function binaryOf(b: Builder, name: BinaryName, x: ValueId, y: ValueId): ValueId {
  return b.emit1(binaryDefs[name], [x, y], {});
}
