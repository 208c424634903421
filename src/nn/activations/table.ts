import { configError } from '../../core/errors.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import {
  add,
  addScalar,
  binary,
  divide,
  maximum,
  minimum,
  mulScalar,
  multiply,
} from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { select } from '../../graph/ops/select.ts';
import { unary } from '../../graph/ops/unary.ts';
import { snakeCase } from '../names.ts';
import { logSoftmax, softmax } from './softmax.ts';

/** A function of a float32 tensor that keeps its shape. */
export type ActivationFn = (b: Builder, x: ValueId) => ValueId;

const relu: ActivationFn = (b, x) => unary(b, 'relu', x);

/** max(x, 0) + slope · min(x, 0) */
export function leakyRelu(b: Builder, x: ValueId, slope: number): ValueId {
  return add(b, relu(b, x), mulScalar(b, minimum(b, x, constant(b, 0)), slope));
}

/** x for x > 0, else alpha · (e^x − 1) */
export function elu(b: Builder, x: ValueId, alpha: number): ValueId {
  const below = mulScalar(b, addScalar(b, unary(b, 'exp', minimum(b, x, constant(b, 0))), -1), alpha);
  return select(b, positive(b, x), x, below);
}

/** 1 where x > 0, else 0 */
const positive: ActivationFn = (b, x) => binary(b, 'gt', x, constant(b, 0));

/** x/2 · (1 + erf(x/√2)). Source: Hendrycks and Gimpel 2016. */
const gelu: ActivationFn = (b, x) =>
  multiply(b, mulScalar(b, x, 0.5), addScalar(b, unary(b, 'erf', mulScalar(b, x, Math.SQRT1_2)), 1));

/** min(max(x, 0), 6) */
const relu6: ActivationFn = (b, x) => minimum(b, relu(b, x), constant(b, 6));

/** min(max(x + 3, 0), 6) / 6, Keras 3's */
const hardSigmoid: ActivationFn = (b, x) => mulScalar(b, relu6(b, addScalar(b, x, 3)), 1 / 6);

const silu: ActivationFn = (b, x) => multiply(b, x, unary(b, 'logistic', x));

/** λ · elu(x, α). Source: Klambauer et al. 2017. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/**
 * All activations by Keras's names. A new one is one line. Keras: `keras.activations`.
 * `leaky_relu` has slope 0.2 here, as Keras's function; the layer LeakyReLU has 0.3.
 */
export const ACTIVATIONS = {
  linear: (_b, x) => x,
  relu,
  relu6,
  leaky_relu: (b, x) => leakyRelu(b, x, 0.2),
  elu: (b, x) => elu(b, x, 1),
  selu: (b, x) => mulScalar(b, elu(b, x, SELU_ALPHA), SELU_SCALE),
  gelu,
  silu,
  softplus: (b, x) => unary(b, 'softplus', x),
  softsign: (b, x) => divide(b, x, addScalar(b, unary(b, 'abs', x), 1)),
  tanh: (b, x) => unary(b, 'tanh', x),
  sigmoid: (b, x) => unary(b, 'logistic', x),
  hard_sigmoid: hardSigmoid,
  hard_silu: (b, x) => multiply(b, x, hardSigmoid(b, x)),
  hard_tanh: (b, x) => minimum(b, maximum(b, x, constant(b, -1)), constant(b, 1)),
  mish: (b, x) => multiply(b, x, unary(b, 'tanh', unary(b, 'softplus', x))),
  exponential: (b, x) => unary(b, 'exp', x),
  softmax: (b, x) => softmax(b, x),
  log_softmax: (b, x) => logSoftmax(b, x),
} satisfies Record<string, ActivationFn>;

export type ActivationName = keyof typeof ACTIVATIONS;

/** Names that Keras understands too. */
const ALIASES: Readonly<Record<string, ActivationName>> = { swish: 'silu', hard_swish: 'hard_silu' };

/** Keras's name of an activation given by that name, an alias, or the camel-case form; null means linear. */
export function activationName(name: string | null | undefined): ActivationName {
  if (name === null || name === undefined) return 'linear';
  const key = snakeCase(name);
  const found = ALIASES[key] ?? key;
  if (found in ACTIVATIONS) return found as ActivationName;
  const known = Object.keys(ACTIVATIONS).join(', ');
  throw configError({ where: 'activation', must: `must be one of ${known}`, got: `'${name}'` });
}

/** Applies an activation by Keras's name. */
export function activate(b: Builder, name: ActivationName, x: ValueId): ValueId {
  return ACTIVATIONS[name](b, x);
}
