import { broadcastShapes } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import { type BinaryName, binaryOf } from './binary.ts';
import { broadcastTo } from './broadcast-in-dim.ts';
import { constant } from './constant.ts';
import { select } from './select.ts';

/** Elementwise function of two tensors under NumPy's broadcast. */
export function binary(b: Builder, name: BinaryName, x: ValueId, y: ValueId): ValueId {
  const shape = broadcastShapes(b.shapeOf(x), b.shapeOf(y), name);
  return binaryOf(b, name, broadcastTo(b, x, shape), broadcastTo(b, y, shape));
}

export const add = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'add', x, y);
export const subtract = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'sub', x, y);
export const multiply = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'mul', x, y);
export const divide = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'div', x, y);
export const maximum = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'max', x, y);
export const minimum = (b: Builder, x: ValueId, y: ValueId): ValueId => binary(b, 'min', x, y);

/** x + c for a number known when the graph is built. */
export const addScalar = (b: Builder, x: ValueId, c: number): ValueId => add(b, x, constant(b, c));
/** x · c for a number known when the graph is built. */
export const mulScalar = (b: Builder, x: ValueId, c: number): ValueId => multiply(b, x, constant(b, c));
/** 1 − x */
export const oneMinus = (b: Builder, x: ValueId): ValueId => subtract(b, constant(b, 1), x);
/** x limited to [low, high]. */
export const clip = (b: Builder, x: ValueId, low: number, high: number): ValueId =>
  minimum(b, maximum(b, x, constant(b, low)), constant(b, high));

/** x where mask ≠ 0, else 0: exact also where x is not finite. */
export function maskNonZero(b: Builder, mask: ValueId, x: ValueId): ValueId {
  return select(b, mask, x, broadcastTo(b, constant(b, 0), b.shapeOf(x)));
}
