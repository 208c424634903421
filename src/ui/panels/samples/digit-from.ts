// From a drawing to the picture a digit model knows: as MNIST was made, the ink is scaled to fit a box of 20 of 28 pixels,
// keeping its proportions, and its centre of mass is put into the middle. (LeCun, Cortes, Burges: the MNIST database.)

import type { WireTensor } from '../../../worker/protocol.ts';
import { sizeOfPicture } from './paint.ts';

const INK_SHARE = 20 / 28;
const FAINT = 16;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The drawing as grey values from 0 to 1 in the shape that the model takes; null without ink. */
export function digitFrom(drawing: HTMLCanvasElement, shape: readonly number[]): WireTensor | null {
  const context = drawing.getContext('2d', { willReadFrequently: true })!;
  const pixels = context.getImageData(0, 0, drawing.width, drawing.height);
  const box = inkBox(pixels.data, drawing.width, drawing.height);
  if (!box) return null;
  const { width, height } = sizeOfPicture(shape);
  const scaled = scaledInk(drawing, box, width, height);
  const [dx, dy] = offCentre(scaled, width, height);
  return { shape, data: scaledInkAt(drawing, box, width, height, dx, dy) };
}

/** Smallest box around the ink, by the alpha channel. */
export function inkBox(data: ArrayLike<number>, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3]! < FAINT) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

const scaledInk = (drawing: HTMLCanvasElement, box: Box, width: number, height: number): Float32Array =>
  scaledInkAt(drawing, box, width, height, 0, 0);

/** The ink, fitted into the inner box and moved by whole and part pixels. */
function scaledInkAt(
  drawing: HTMLCanvasElement,
  box: Box,
  width: number,
  height: number,
  dx: number,
  dy: number,
): Float32Array {
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  const context = small.getContext('2d', { willReadFrequently: true })!;
  const scale = Math.min((width * INK_SHARE) / box.width, (height * INK_SHARE) / box.height);
  const [w, h] = [box.width * scale, box.height * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    drawing,
    box.left,
    box.top,
    box.width,
    box.height,
    (width - w) / 2 + dx,
    (height - h) / 2 + dy,
    w,
    h,
  );
  const { data } = context.getImageData(0, 0, width, height);
  return Float32Array.from({ length: width * height }, (_, pixel) => data[pixel * 4 + 3]! / 255);
}

/** How far the centre of mass is from the middle; the correction has the other sign. */
export function offCentre(ink: ArrayLike<number>, width: number, height: number): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    mass += ink[pixel]!;
    x += ink[pixel]! * (pixel % width);
    y += ink[pixel]! * Math.floor(pixel / width);
  }
  if (mass === 0) return [0, 0];
  return [(width - 1) / 2 - x / mass, (height - 1) / 2 - y / mass];
}
