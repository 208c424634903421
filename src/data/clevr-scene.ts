import type { Prng } from '../core/prng.ts';
import { drawFigure, type Rgb } from './raster.ts';

/** Colours of the six objects of a scene, each once, in the order of the objects. */
export const COLOURS = ['red', 'green', 'blue', 'orange', 'grey', 'yellow'] as const;
const RGB: readonly Rgb[] = [
  [230, 40, 40],
  [40, 190, 60],
  [50, 80, 240],
  [245, 140, 20],
  [140, 140, 140],
  [245, 235, 60],
];
export const SHAPES = ['circle', 'square'] as const;
export const OBJECTS = COLOURS.length;
/** Numbers that describe an object: shape (index into SHAPES), x, y of its centre in pixels. */
export const OBJECT_FIELDS = 3;

/** An object; its colour is its place in the scene. */
export interface SceneObject {
  readonly shape: number;
  readonly x: number;
  readonly y: number;
}

/** Radius of an object in an image of `size` pixels: 5 in the 75 of the benchmark. */
export function radiusFor(size: number): number {
  return Math.max(2, Math.floor((size * 5) / 75));
}

/** Six objects of random shape in random places that do not touch. */
export function drawScene(size: number, prng: Prng): SceneObject[] {
  const r = radiusFor(size);
  const objects: SceneObject[] = [];
  while (objects.length < OBJECTS) {
    const [x, y] = [r + prng.below(size - 2 * r), r + prng.below(size - 2 * r)];
    if (objects.some((o) => Math.max(Math.abs(o.x - x), Math.abs(o.y - y)) <= 2 * r + 1)) continue;
    objects.push({ shape: prng.below(SHAPES.length), x, y });
  }
  return objects;
}

/** Draws a scene on black: RGB, [size, size, 3], into `out` from `offset` on. */
export function renderScene(
  objects: readonly SceneObject[],
  size: number,
  out = new Uint8Array(size * size * 3),
  offset = 0,
): Uint8Array {
  for (const [i, { shape, x, y }] of objects.entries()) {
    drawFigure(out, offset, size, SHAPES[shape]!, [x, y], radiusFor(size), RGB[i]!);
  }
  return out;
}

/** A scene as numbers, [6, 3]. */
export function encodeScene(objects: readonly SceneObject[]): number[] {
  return objects.flatMap(({ shape, x, y }) => [shape, x, y]);
}

/** The scene that `encodeScene` wrote down. */
export function decodeScene(fields: ArrayLike<number>): SceneObject[] {
  return Array.from({ length: OBJECTS }, (_, i) => ({
    shape: fields[i * OBJECT_FIELDS]!,
    x: fields[i * OBJECT_FIELDS + 1]!,
    y: fields[i * OBJECT_FIELDS + 2]!,
  }));
}

/** What is said of each object, yes or no: it is a square, on the right, at the bottom. */
const FACTS_OF_OBJECT = 3;
export const SCENE_FACTS = OBJECTS * FACTS_OF_OBJECT;

/** The facts of a scene of `size` pixels by the colours of its objects, [6 × 3], each 1 (yes) or 0. */
export function sceneFacts(objects: readonly SceneObject[], size: number): number[] {
  const middle = (size - 1) / 2;
  return objects.flatMap(({ shape, x, y }) => [shape, x > middle ? 1 : 0, y > middle ? 1 : 0]);
}
