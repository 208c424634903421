import { shapeError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape, sameShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import { dot } from './dot.ts';
import type { CellActivationName } from './recurrent-activation.ts';
import { recurrentKernelGrad } from './recurrent-kernel-grad.ts';
import { reshape } from './reshape.ts';

/*
 * What the recurrent ops share. Sequences are time-major [T, B, ..]; T steps, B batch rows, H units, G gates.
 *
 *   inputs   xz [T, B, G·H] = x · W + b for all steps, u [H, G·H] the recurrent kernel, then those that attrs name:
 *            initial state (h0, and c0 for LSTM) [B, H], mask [T, B] of 0 and 1, drop [B, G·H], GRU's recurrent bias.
 *   outputs  hs [T, B, H] the state after each step, hLast [B, H], (cLast), and for the gradient hPrev [T, B, H], the
 *            state before each step, and trace, what the cell computed, in the layout of the op.
 *
 * Where mask is 0 the state is carried over, and hs repeats it. drop multiplies h, per gate, before the recurrent product.
 */

/** Attributes of every recurrent op. */
export interface RecurrentAttrs {
  readonly activation: CellActivationName;
  /** An initial state is given; otherwise it is zero. */
  readonly initial: boolean;
  readonly masked: boolean;
  readonly dropped: boolean;
}

/** Attributes of the gradient ops: also which cotangents are given. */
export interface RecurrentGradAttrs extends RecurrentAttrs {
  /** The cotangent of hs, of hLast, of cLast is given. */
  readonly sequence: boolean;
  readonly last: boolean;
  readonly lastCell: boolean;
}

export interface RecurrentSizes {
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
}

/** Names for positional inputs, of which those with a false condition are absent. */
export function namedInputs<T, K extends string>(
  inputs: readonly T[],
  names: readonly (readonly [K, boolean])[],
): Partial<Record<K, T>> {
  const present = names.filter(([, given]) => given);
  return Object.fromEntries(present.map(([name], i) => [name, inputs[i]])) as Partial<Record<K, T>>;
}

/** Sizes from xz and u, checked: xz [T, B, gates · H], u [H, gates · H], T, B, H ≥ 1. */
export function recurrentSizes(where: string, xz: TensorType, u: TensorType, gates: number): RecurrentSizes {
  const [steps = 0, batch = 0, width = 0] = xz.shape;
  const units = u.shape[0] ?? 0;
  const fits =
    xz.shape.length === 3 && u.shape.length === 2 && width === gates * units && u.shape[1] === width;
  if (!fits || sizeOf(xz.shape) === 0) {
    throw shapeError({
      where,
      must: `needs xz (steps, batch, ${gates} · units) and u (units, ${gates} · units), none empty`,
      got: `${formatShape(xz.shape)} and ${formatShape(u.shape)}`,
    });
  }
  return { steps, batch, units };
}

/** Throws unless every given input has the shape that goes with its name. */
export function checkShapes(
  where: string,
  given: readonly (readonly [string, TensorType | undefined, Shape])[],
): void {
  for (const [name, type, shape] of given) {
    if (type === undefined || sameShape(type.shape, shape)) continue;
    throw shapeError({
      where,
      must: `${name} must have shape ${formatShape(shape)}`,
      got: formatShape(type.shape),
    });
  }
}

export const float32 = (...shape: number[]): TensorType => ({ dtype: 'float32', shape });

/** Rounds doubles to a float32 tensor. */
export const toFloat32 = (type: TensorType, data: Float64Array): NdArray =>
  fromFunction(type.shape, (i) => data[i]!);

/** Numbers of a given tensor, or undefined. */
export type Numbers = ArrayLike<number>;

/** Σ_k h[row, k] · drop[row, gate, k] · u[k, column]: one recurrent pre-activation. */
export function recurrentProduct(
  h: Numbers,
  at: number,
  units: number,
  u: Numbers,
  column: number,
  width: number,
  drop: Drop,
): number {
  let sum = 0;
  for (let k = 0; k < units; k++) sum += h[at + k]! * drop(k) * u[k * width + column]!;
  return sum;
}

/** Factor of h[k] for one gate of one row. */
export type Drop = (k: number) => number;

/** The factors of a row and gate; 1 where there is no recurrent dropout. */
export function dropOf(
  drop: Numbers | undefined,
  row: number,
  gate: number,
  units: number,
  gates: number,
): Drop {
  return drop === undefined ? () => 1 : (k) => drop[(row * gates + gate) * units + k]!;
}

/**
 * Gradient of the recurrent kernel: dU[k, j] = Σ_{t,b} hPrev[t, b, k] · dz[t, b, j], one matmul over steps and batch;
 * with dropout (or GRU's reset before the product) the left factor differs from gate to gate.
 */
export function kernelGrad(
  b: Builder,
  hPrev: ValueId,
  dz: ValueId,
  drop: ValueId | undefined,
  trace?: ValueId,
): ValueId {
  if (drop !== undefined || trace !== undefined) return recurrentKernelGrad(b, hPrev, dz, drop, trace);
  const flat = (x: ValueId) => {
    const [steps = 0, batch = 0, width = 0] = b.shapeOf(x);
    return reshape(b, x, [steps * batch, width]);
  };
  return dot(b, flat(hPrev), flat(dz), { transposeA: true });
}
