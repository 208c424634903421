// Tensors of any rank as one picture.

import type { WireTensor } from '../../../worker/protocol.ts';
import { readPalette } from '../../charts/palette.ts';

const MOST_PIXELS = 512;

export interface Tile {
  readonly width: number;
  readonly height: number;
  /** Index of the value at a pixel, or -1: a gap. */
  readonly at: (x: number, y: number) => number;
}

/**
 * Vectors are a row, matrices are themselves, pictures `[h, w, c]` are tiles of their channels, kernels `[h, w, in, out]` are a
 * table of tiles. Large ones are cut to what can be seen.
 */
export function tileOf(shape: readonly number[]): Tile {
  if (shape.length <= 1) return { width: Math.min(shape[0] ?? 1, MOST_PIXELS), height: 1, at: (x) => x };
  if (shape.length === 2) {
    const [rows, columns] = [shape[0]!, shape[1]!];
    const at = (x: number, y: number) => y * columns + x;
    return { width: Math.min(columns, MOST_PIXELS), height: Math.min(rows, MOST_PIXELS), at };
  }
  const [h, w] = [shape.at(-3)!, shape.at(-2)!];
  if (shape.length === 3) return channels(shape[0]!, shape[1]!, shape[2]!);
  return shape.length === 4
    ? kernels(shape[0]!, shape[1]!, shape[2]!, shape[3]!)
    : channels(h, w, shape.at(-1)!);
}

function channels(h: number, w: number, count: number): Tile {
  const columns = Math.max(1, Math.min(count, Math.floor(256 / (w + 1)), Math.ceil(Math.sqrt(count * 2))));
  const rows = Math.ceil(count / columns);
  const at = (x: number, y: number) => {
    const [column, row] = [Math.floor(x / (w + 1)), Math.floor(y / (h + 1))];
    const channel = row * columns + column;
    const [dx, dy] = [x % (w + 1), y % (h + 1)];
    return channel >= count || dx === w || dy === h ? -1 : (dy * w + dx) * count + channel;
  };
  return {
    width: columns * (w + 1) - 1,
    height: Math.min(rows * (h + 1) - 1, MOST_PIXELS),
    at,
  };
}

function kernels(h: number, w: number, inputs: number, outputs: number): Tile {
  const at = (x: number, y: number) => {
    const [output, input] = [Math.floor(x / (w + 1)), Math.floor(y / (h + 1))];
    const [dx, dy] = [x % (w + 1), y % (h + 1)];
    return dx === w || dy === h ? -1 : ((dy * w + dx) * inputs + input) * outputs + output;
  };
  const width = Math.min(outputs * (w + 1) - 1, MOST_PIXELS);
  return { width, height: Math.min(inputs * (h + 1) - 1, MOST_PIXELS), at };
}

type Rgb = readonly [number, number, number];

/** Zero is the page's background; the largest magnitude is the full colour, by sign. */
export function paintHeatMap(canvas: HTMLCanvasElement, { shape, data }: WireTensor): void {
  const palette = readPalette();
  const zero = parse(palette.of('--bg-2'));
  const positive = parse(palette.of('--data-1'));
  const negative = parse(palette.of('--data-2'));
  const { width, height, at } = tileOf(shape);
  let most = 1e-12;
  for (const value of data) most = Math.max(most, Math.abs(value));
  const context = canvas.getContext('2d')!;
  const picture = context.createImageData(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const index = at(x, y);
      if (index < 0) continue;
      const value = (data[index] ?? 0) / most;
      picture.data.set(mix(zero, value < 0 ? negative : positive, Math.abs(value)), (y * width + x) * 4);
    }
  context.putImageData(picture, 0, 0);
}

const mix = (from: Rgb, to: Rgb, share: number): number[] => [
  ...from.map((value, index) => value + (to[index]! - value) * share),
  255,
];

const parse = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;
