import { fromFunction } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { EmitContext } from '../ir/emit.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { addScalar, divide, maskNonZero, mulScalar, multiply } from './arithmetic.ts';
import { erf } from './erf.ts';

/** One elementwise function: WGSL text, host function, and d out / d x as a graph. */
interface UnaryRow {
  readonly wgsl: (x: string, c: Pick<EmitContext<object>, 'literal' | 'map'>) => string;
  readonly host: (x: number) => number;
  /** The derivative times the cotangent `g`; x and y are the input and the output. Null: zero everywhere. */
  readonly vjp: ((b: Builder, g: ValueId, x: ValueId, y: ValueId) => ValueId) | null;
}

export type UnaryName =
  | 'neg'
  | 'exp'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'tanh'
  | 'logistic'
  | 'relu'
  | 'sin'
  | 'cos'
  | 'erf'
  | 'softplus'
  | 'is_zero'
  | 'is_finite'
  | 'stop_gradient';

const call = (name: string) => (x: string) => `${name}(${x})`;

/** The table of elementwise functions of one float32 tensor. A new function is one row. */
export const UNARY: Record<UnaryName, UnaryRow> = {
  neg: { wgsl: (x) => `(-${x})`, host: (x) => -x, vjp: (b, g) => unary(b, 'neg', g) },
  exp: { wgsl: call('exp'), host: Math.exp, vjp: (b, g, _x, y) => multiply(b, g, y) },
  log: { wgsl: call('log'), host: Math.log, vjp: (b, g, x) => divide(b, g, x) },
  // d/dx log(1 + x) = 1 / (1 + x). For small x, log1p(x) = x · log(u) / (u − 1) with u = 1 + x is exact to rounding.
  log1p: {
    wgsl: (x, c) => c.map('log1p_', x),
    host: Math.log1p,
    vjp: (b, g, x) => divide(b, g, addScalar(b, x, 1)),
  },
  sqrt: { wgsl: call('sqrt'), host: Math.sqrt, vjp: (b, g, _x, y) => divide(b, mulScalar(b, g, 0.5), y) },
  // d/dx x^(-1/2) = −y³ / 2
  rsqrt: {
    wgsl: call('inverseSqrt'),
    host: (x) => 1 / Math.sqrt(x),
    vjp: (b, g, _x, y) => multiply(b, mulScalar(b, g, -0.5), multiply(b, y, square(b, y))),
  },
  square: {
    wgsl: (x) => `(${x} * ${x})`,
    host: (x) => x * x,
    vjp: (b, g, x) => multiply(b, mulScalar(b, g, 2), x),
  },
  abs: { wgsl: call('abs'), host: Math.abs, vjp: (b, g, x) => multiply(b, g, unary(b, 'sign', x)) },
  sign: { wgsl: call('sign'), host: Math.sign, vjp: null },
  floor: { wgsl: call('floor'), host: Math.floor, vjp: null },
  // tanh saturates before |x| = 15; drivers overflow inside exp beyond 88.
  tanh: {
    wgsl: (x, c) => `tanh(clamp(${x}, ${c.literal('-15.0')}, ${c.literal('15.0')}))`,
    host: Math.tanh,
    vjp: (b, g, _x, y) => multiply(b, g, addScalar(b, unary(b, 'neg', square(b, y)), 1)),
  },
  // σ(x) = 1 / (1 + e^−x); σ' = σ (1 − σ). The clamp keeps e^−x below the largest float.
  logistic: {
    wgsl: (x, c) => `(1.0 / (1.0 + exp(-clamp(${x}, ${c.literal('-87.0')}, ${c.literal('87.0')}))))`,
    host: (x) => 1 / (1 + Math.exp(-x)),
    vjp: (b, g, _x, y) => multiply(b, g, multiply(b, y, addScalar(b, unary(b, 'neg', y), 1))),
  },
  // max(x, 0) but for NaN, which `max` would hide from the loss.
  relu: {
    wgsl: (x, c) => `select(${x}, ${c.literal('0.0')}, ${x} < ${c.literal('0.0')})`,
    host: (x) => Math.max(x, 0),
    vjp: (b, g, _x, y) => maskNonZero(b, y, g),
  },
  sin: { wgsl: call('sin'), host: Math.sin, vjp: (b, g, x) => multiply(b, g, unary(b, 'cos', x)) },
  cos: {
    wgsl: call('cos'),
    host: Math.cos,
    vjp: (b, g, x) => unary(b, 'neg', multiply(b, g, unary(b, 'sin', x))),
  },
  // d/dx erf(x) = 2/√π · e^(−x²)
  erf: {
    wgsl: (x, c) => c.map('erf_', x),
    host: erf,
    vjp: (b, g, x) => {
      const slope = unary(b, 'exp', unary(b, 'neg', square(b, x)));
      return multiply(b, g, mulScalar(b, slope, 2 / Math.sqrt(Math.PI)));
    },
  },
  // softplus(x) = log(1 + e^x) = max(x, 0) + log1p(e^−|x|); its slope is σ(x).
  softplus: {
    wgsl: (x, c) => c.map('softplus_', x),
    host: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    vjp: (b, g, x) => multiply(b, g, unary(b, 'logistic', x)),
  },
  // 1 − x for masks of 0 and 1, and the test x = 0
  is_zero: {
    wgsl: (x, c) => `select(${c.literal('0.0')}, ${c.literal('1.0')}, ${x} == ${c.literal('0.0')})`,
    host: (x) => (x === 0 ? 1 : 0),
    vjp: null,
  },
  // By bits: WGSL may assume that there are no NaN and no infinity.
  is_finite: {
    wgsl: (x, c) => c.map('is_finite_', x),
    host: (x) => (Number.isFinite(x) ? 1 : 0),
    vjp: null,
  },
  stop_gradient: { wgsl: (x) => x, host: (x) => x, vjp: null },
};

/** Cast between float32, int32 and uint32 is its own op (cast.ts); these take and give float32. */
function unaryDef(name: string, row: UnaryRow): OpDef {
  return {
    name,
    form: 'loop',
    infer: ([x]) => [{ dtype: 'float32', shape: x!.shape }],
    reference: ([x], _attrs, [out]) => [fromFunction(out!.shape, (i) => row.host(x!.data[i]!))],
    vjp: row.vjp && (({ b, inputs: [x], outputs: [y], cotangents: [g] }) => [row.vjp!(b, g!, x!, y!)]),
    emit: (c) => row.wgsl(c.arg(0), c),
  };
}

export const unaryDefs = Object.fromEntries(
  Object.entries(UNARY).map(([name, row]) => [name, unaryDef(name, row)]),
) as Record<UnaryName, OpDef>;

/** Applies an elementwise function by name: `unary(b, 'exp', x)`. */
export function unary(b: Builder, name: UnaryName, x: ValueId): ValueId {
  return b.emit1(unaryDefs[name], [x], {});
}

const square = (b: Builder, x: ValueId): ValueId => unary(b, 'square', x);
