import { shapeError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape } from '../../core/shape.ts';
import { outputSize, type Pad } from './padding.ts';

/** How a window moves over [N, H, W, C]: [vertical, horizontal] each. */
export interface WindowAttrs {
  readonly strides: readonly [number, number];
  /** [[top, bottom], [left, right]]. */
  readonly padding: readonly [Pad, Pad];
  readonly dilation: readonly [number, number];
}

/** All sizes of a windowed op on [batch, height, width, channels] → [batch, outHeight, outWidth, outChannels]. */
export interface WindowSizes {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationY: number;
  readonly dilationX: number;
}

/** The sizes for `input` [N, H, W, C] and a kernel [KH, KW]; errors where an axis has no room for one window. */
export function windowSizes(
  op: string,
  input: Shape,
  kernel: readonly [number, number],
  outChannels: number,
  { strides, padding, dilation }: WindowAttrs,
): WindowSizes {
  if (input.length !== 4) throw notAnImage(op, input);
  const [batch, height, width, channels] = input as [number, number, number, number];
  const outHeight = outputSize(height, kernel[0], strides[0], padding[0], dilation[0]);
  const outWidth = outputSize(width, kernel[1], strides[1], padding[1], dilation[1]);
  if (outHeight < 1 || outWidth < 1) throw noRoom(op, input, kernel);
  return {
    batch,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    outChannels,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: strides[0],
    strideX: strides[1],
    padTop: padding[0][0],
    padLeft: padding[1][0],
    dilationY: dilation[0],
    dilationX: dilation[1],
  };
}

function notAnImage(op: string, input: Shape): Error {
  return shapeError({
    where: op,
    must: 'the input must be [batch, height, width, channels]',
    got: formatShape(input),
  });
}

function noRoom(op: string, input: Shape, kernel: readonly [number, number]): Error {
  return shapeError({
    where: op,
    must: 'the window must fit into the padded input at least once',
    got: `a ${kernel.join('×')} window on ${formatShape(input)}`,
    try: "padding 'same' or a smaller kernel",
  });
}

export const outputShape = (s: WindowSizes): Shape => [s.batch, s.outHeight, s.outWidth, s.outChannels];
export const outputPixels = (s: WindowSizes): number => s.batch * s.outHeight * s.outWidth;
export const inputPixels = (s: WindowSizes): number => s.batch * s.height * s.width;
export const kernelTaps = (s: WindowSizes): number => s.kernelHeight * s.kernelWidth;

/** Checks that a cotangent has the shape that the forward op gives. */
export function checkCotangent(op: string, cotangent: Shape, sizes: WindowSizes): void {
  const expected = outputShape(sizes);
  if (cotangent.length === 4 && cotangent.every((d, i) => d === expected[i])) return;
  throw shapeError({
    where: op,
    must: `the cotangent must be ${formatShape(expected)}`,
    got: formatShape(cotangent),
  });
}

/**
 * Calls `visit(outPixel, inPixel, tap)` for every output pixel and every tap of its window that lies inside the input, in row-major
 * order. Pixels count over N·H·W, taps over KH·KW; multiply by the channel count to get flat positions.
 */
export function forEachTap(s: WindowSizes, visit: (out: number, inp: number, tap: number) => void): void {
  for (let out = 0; out < outputPixels(s); out++) {
    const ox = out % s.outWidth;
    const oy = Math.floor(out / s.outWidth) % s.outHeight;
    const n = Math.floor(out / (s.outWidth * s.outHeight));
    for (let tap = 0; tap < kernelTaps(s); tap++) {
      const y = oy * s.strideY - s.padTop + Math.floor(tap / s.kernelWidth) * s.dilationY;
      const x = ox * s.strideX - s.padLeft + (tap % s.kernelWidth) * s.dilationX;
      const inside = y >= 0 && y < s.height && x >= 0 && x < s.width;
      if (inside) visit(out, (n * s.height + y) * s.width + x, tap);
    }
  }
}
