import type { Prng } from '../core/prng.ts';
import { drawFigure, type Figure, type Rgb } from './raster.ts';

export const FIGURES: readonly Figure[] = ['circle', 'square', 'triangle', 'cross', 'one', 'four', 'seven'];
export const CLIP_COLOURS = ['red', 'green', 'blue', 'yellow'] as const;
const RGB: readonly Rgb[] = [
  [230, 40, 40],
  [40, 190, 60],
  [60, 90, 250],
  [245, 235, 60],
];
/** Where an object may move; the last one is not to move. */
export const DIRECTIONS = ['left', 'right', 'up', 'down', 'nowhere'] as const;
export const STILL = 4;
const UNIT = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
  [0, 0],
] as const;
export const CLIP_OBJECTS = 3;
/** Numbers that describe an object of a clip, in the order of `ClipObject`. */
export const CLIP_FIELDS = 7;

/** One object of a clip: from frame `appears` on it goes `distance` pixels from (x, y), evenly, until the last frame. */
export interface ClipObject {
  readonly figure: number;
  readonly colour: number;
  readonly direction: number;
  readonly appears: number;
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** Size of a clip: frames of `size` x `size` pixels. */
export interface ClipSize {
  readonly frames: number;
  readonly size: number;
}

/** Radius of the objects: 3 in 32 pixels, where the digits' font just fits. */
export function clipRadius(size: number): number {
  return Math.floor((size * 3) / 32);
}

/** Two objects may leave no room for the third: after so many tries all are placed anew. */
const MOST_TRIES = 1000;

/**
 * Three objects of different figures and colours that appear one after another. None to all three move, each number
 * equally likely, in different directions; no two lie on each other where they start or where they end.
 */
export function drawClip(clip: ClipSize, prng: Prng): ClipObject[] {
  const figures = prng.permutation(FIGURES.length);
  const colours = prng.permutation(CLIP_COLOURS.length);
  const directions = prng.permutation(STILL);
  const movers = prng.below(CLIP_OBJECTS + 1);
  const turns = prng.permutation(CLIP_OBJECTS);
  const objects: ClipObject[] = [];
  let tries = 0;
  while (objects.length < CLIP_OBJECTS) {
    if (++tries % MOST_TRIES === 0) objects.length = 0;
    const i = objects.length;
    const candidate: ClipObject = {
      figure: figures[i]!,
      colour: colours[i]!,
      direction: i < movers ? directions[i]! : STILL,
      appears: Math.floor((turns[i]! * clip.frames) / 4) + prng.below(Math.floor(clip.frames / 8)),
      ...drawPath(i < movers ? directions[i]! : STILL, clip.size, prng),
    };
    if (objects.every((other) => areApart(candidate, other, clip))) objects.push(candidate);
  }
  return prng.shuffle(objects);
}

/** A start from which a quarter to a half of the picture can be crossed without leaving it. */
function drawPath(direction: number, size: number, prng: Prng): Pick<ClipObject, 'x' | 'y' | 'distance'> {
  const r = clipRadius(size);
  const quarter = Math.floor(size / 4);
  const distance = direction === STILL ? 0 : quarter + prng.below(quarter);
  const [dx, dy] = UNIT[direction]!;
  const start = (step: number): number => {
    const room = size - 2 * r - Math.abs(step) * distance;
    return r + (step < 0 ? distance : 0) + prng.below(room);
  };
  return { x: start(dx), y: start(dy), distance };
}

function areApart(a: ClipObject, b: ClipObject, clip: ClipSize): boolean {
  const gap = 2 * clipRadius(clip.size) + 1;
  const far = ([ax, ay]: readonly number[], [bx, by]: readonly number[]): boolean =>
    Math.max(Math.abs(ax! - bx!), Math.abs(ay! - by!)) > gap;
  const last = clip.frames - 1;
  return far([a.x, a.y], [b.x, b.y]) && far(placeAt(a, last, clip), placeAt(b, last, clip));
}

/** Centre of an object in a frame at or after its appearance. */
export function placeAt(object: ClipObject, frame: number, { frames }: ClipSize): readonly [number, number] {
  const span = frames - 1 - object.appears;
  const gone = Math.floor((object.distance * (frame - object.appears)) / span);
  const [dx, dy] = UNIT[object.direction]!;
  return [object.x + dx * gone, object.y + dy * gone];
}

/** Draws a clip on black: RGB, [frames, size, size, 3], into `out` from `offset` on. */
export function renderClip(
  objects: readonly ClipObject[],
  clip: ClipSize,
  out: Uint8Array = new Uint8Array(clip.frames * clip.size ** 2 * 3),
  offset = 0,
): Uint8Array {
  const r = clipRadius(clip.size);
  for (const object of objects) {
    for (let frame = object.appears; frame < clip.frames; frame++) {
      const at = offset + frame * clip.size ** 2 * 3;
      const place = placeAt(object, frame, clip);
      drawFigure(out, at, clip.size, FIGURES[object.figure]!, place, r, RGB[object.colour]!);
    }
  }
  return out;
}

/** A clip as numbers, [3, 7]. */
export function encodeClip(objects: readonly ClipObject[]): number[] {
  return objects.flatMap((o) => [o.figure, o.colour, o.direction, o.appears, o.x, o.y, o.distance]);
}

/** The clip that `encodeClip` wrote down. */
export function decodeClip(fields: ArrayLike<number>): ClipObject[] {
  return Array.from({ length: CLIP_OBJECTS }, (_, i) => {
    const at = (k: number): number => fields[i * CLIP_FIELDS + k]!;
    return {
      figure: at(0),
      colour: at(1),
      direction: at(2),
      appears: at(3),
      x: at(4),
      y: at(5),
      distance: at(6),
    };
  });
}

/** What is said of the object of each colour, yes or no: which figure it is, where it moves, its turn to appear. */
export const CLIP_FACTS = CLIP_COLOURS.length * (FIGURES.length + DIRECTIONS.length + CLIP_OBJECTS);

/** The facts of a clip by colour, [4 × 15], each 1 (yes) or 0; all 0 for a colour that does not appear. */
export function clipFacts(objects: readonly ClipObject[]): number[] {
  const oneHot = (size: number, hot: number) => Array.from({ length: size }, (_, i) => (i === hot ? 1 : 0));
  const turn = (o: ClipObject) => objects.filter(({ appears }) => appears < o.appears).length;
  return CLIP_COLOURS.flatMap((_, colour) => {
    const object = objects.find((o) => o.colour === colour);
    return [
      ...oneHot(FIGURES.length, object?.figure ?? -1),
      ...oneHot(DIRECTIONS.length, object?.direction ?? -1),
      ...oneHot(CLIP_OBJECTS, object === undefined ? -1 : turn(object)),
    ];
  });
}
