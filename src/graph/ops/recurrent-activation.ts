import { configError } from '../../core/errors.ts';

/** An activation inside a recurrent cell: f, and f′ written with y = f(x), the only value that is kept for the gradient. */
interface CellActivation {
  readonly value: (x: number) => number;
  readonly slope: (y: number) => number;
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/**
 * Keras 3's activations whose slope is a function of their value. The position in the table is the number by which
 * shaders/lib/cell-activation.wgsl knows them. Source: https://keras.io/api/layers/activations/
 */
const CELL_ACTIVATIONS = {
  linear: { value: (x) => x, slope: () => 1 },
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), slope: (y) => y * (1 - y) },
  tanh: { value: Math.tanh, slope: (y) => 1 - y * y },
  relu: { value: (x) => Math.max(x, 0), slope: (y) => (y > 0 ? 1 : 0) },
  hard_sigmoid: {
    value: (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1),
    slope: (y) => (y > 0 && y < 1 ? 1 / 6 : 0),
  },
  softsign: { value: (x) => x / (1 + Math.abs(x)), slope: (y) => (1 - Math.abs(y)) ** 2 },
  softplus: {
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: (y) => -Math.expm1(-y),
  },
  elu: { value: (x) => (x > 0 ? x : Math.expm1(x)), slope: (y) => (y > 0 ? 1 : y + 1) },
  selu: {
    value: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
    slope: (y) => (y > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA),
  },
  leaky_relu: { value: (x) => (x > 0 ? x : 0.2 * x), slope: (y) => (y > 0 ? 1 : 0.2) },
  relu6: { value: (x) => Math.min(Math.max(x, 0), 6), slope: (y) => (y > 0 && y < 6 ? 1 : 0) },
  exponential: { value: Math.exp, slope: (y) => y },
} satisfies Record<string, CellActivation>;

/** Keras name of an activation that recurrent cells offer. */
export type CellActivationName = keyof typeof CELL_ACTIVATIONS;

const NAMES = Object.keys(CELL_ACTIVATIONS);

/** The name, checked; null is Keras's way to say linear. Errors when cells do not offer it. */
export function cellActivationName(name: string | null): CellActivationName {
  const known = name ?? 'linear';
  if (NAMES.includes(known)) return known as CellActivationName;
  throw configError({
    where: 'recurrent activation',
    must: `must be one of ${NAMES.join(', ')}`,
    got: known,
  });
}

export const cellActivation = (name: CellActivationName): CellActivation => CELL_ACTIVATIONS[name];

/** The number of an activation in the shaders. */
export const cellActivationCode = (name: CellActivationName): number => NAMES.indexOf(name);
