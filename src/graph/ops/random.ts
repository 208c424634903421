import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface RandomAttrs {
  readonly shape: Shape;
  /** Number of this source of randomness in the model; different streams are independent. */
  readonly stream: number;
}

/**
 * Counter-based random bits: element i of stream s at seed k is hash(hash(hash(k) ^ s) ^ i), so that any element can be
 * made anywhere, in any order, and a step is repeated exactly from its seed.
 * Hash: the output permutation PCG-RXS-M-XS-32. Source: M. O'Neill, PCG (2014); Jarzynski and Olano, JCGT 9(3), 2020.
 */
export function hash32(x: number): number {
  const state = (Math.imul(x, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

/** Uniform float32 in [0, 1) with 24 random bits; the input is the step's seed, a uint32 scalar. */
export const randomUniformDef: OpDef<RandomAttrs> = {
  name: 'random_uniform',
  form: 'loop',
  infer: (_inputs, { shape }) => [{ dtype: 'float32', shape }],
  reference: ([seed], { shape, stream }) => {
    const key = hash32((hash32(seed!.data[0]!) ^ stream) >>> 0);
    return [fromFunction(shape, (i) => (hash32((key ^ i) >>> 0) >>> 8) / 16777216)];
  },
  vjp: () => [null],
  emit: (c) => {
    const key = c.let(`hash32(hash32(${c.arg(0, c.zero())}) ^ ${c.uint(c.attrs.stream)})`);
    const { flat, quad } = c.index;
    if (quad === undefined) return `(f32(hash32(${key} ^ ${flat}) >> 8u) / 16777216.0)`;
    const four = [0, 1, 2, 3].map((lane) => `hash32(${key} ^ (${flat} + ${lane}u))`).join(', ');
    return `(vec4f(vec4u(${four}) >> vec4u(8u)) / 16777216.0)`;
  },
};

export function randomUniform(b: Builder, seed: ValueId, shape: Shape, stream: number): ValueId {
  return b.emit1(randomUniformDef, [seed], { shape, stream });
}
