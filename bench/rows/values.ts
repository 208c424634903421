import { Prng } from '../../src/core/prng.ts';
import { sizeOf } from '../../src/core/shape.ts';
import type { BatchData } from './row.ts';

type Shape = readonly number[];

/** Uniform in ±1. */
export function numbers(shape: Shape, stream: number): BatchData {
  return { kind: 'numbers', shape, values: Float32Array.from(units(shape, stream), (x) => 2 * x - 1) };
}

export function pixels(shape: Shape, stream: number): BatchData {
  return { kind: 'pixels', shape, values: Uint8Array.from(units(shape, stream), (x) => Math.floor(256 * x)) };
}

export function ids(shape: Shape, depth: number, stream: number): BatchData {
  return { kind: 'ids', shape, values: whole(shape, depth, stream) };
}

export function oneHot(shape: Shape, depth: number, stream: number): BatchData {
  return { kind: 'one-hot', shape, depth, values: whole(shape, depth, stream) };
}

/** Targets of 0 or 1, [batch, 1]. */
export function bits(batch: number, stream: number): BatchData {
  const shape = [batch, 1];
  return { kind: 'numbers', shape, values: Float32Array.from(units(shape, stream), Math.round) };
}

const whole = (shape: Shape, depth: number, stream: number): Int32Array =>
  Int32Array.from(units(shape, stream), (x) => Math.floor(depth * x));

function units(shape: Shape, stream: number): Float64Array {
  const prng = new Prng(1, stream);
  return Float64Array.from({ length: sizeOf([...shape]) }, () => prng.uniform());
}

/**
 * First values of weight number `index`, the same in every engine: biases 0, others uniform in
 * ±√(6 / (fan in + fan out)) (Glorot and Bengio 2010), the last two axes and the taps before them counted.
 */
export function firstWeights(shape: Shape, index: number): Float32Array {
  if (shape.length === 1) return new Float32Array(shape[0]!);
  const taps = sizeOf(shape.slice(0, -2));
  const limit = Math.sqrt(6 / (taps * (shape.at(-2)! + shape.at(-1)!)));
  return Float32Array.from(units(shape, 1000 + index), (x) => limit * (2 * x - 1));
}

/** The batch as the float32 or int32 elements that a model takes, and their shape. */
export function dense(data: BatchData): { values: Float32Array | Int32Array; shape: number[] } {
  const shape = [...data.shape];
  if (data.kind === 'pixels') return { values: Float32Array.from(data.values, (x) => x / 255), shape };
  if (data.kind !== 'one-hot') return { values: data.values, shape };
  const wide = new Float32Array(data.values.length * data.depth);
  data.values.forEach((id, i) => {
    wide[i * data.depth + id] = 1;
  });
  return { values: wide, shape: [...shape, data.depth] };
}

/** An operand of a single operation. */
export function operand(shape: Shape, stream: number): Float32Array {
  return Float32Array.from(units(shape, stream), (x) => 2 * x - 1);
}

/** One number that tells of a whole result: the mean of its squares. */
export function checkNumber(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum / values.length;
}
