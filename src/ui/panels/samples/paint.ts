// Tensors as pictures.

import type { WireTensor } from '../../../worker/protocol.ts';

interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Height, width and channels of a picture: `[h, w]`, `[h, w, 1 or 3]`, a stack of these, or a flat vector whose length is a
 * square (a digit as the model takes it).
 */
export function sizeOfPicture(shape: readonly number[]): PictureSize {
  const last = shape.at(-1) ?? 1;
  if (shape.length === 1 || (shape.length === 2 && shape[0] !== last && Number.isInteger(Math.sqrt(last))))
    return { width: Math.sqrt(last), height: Math.sqrt(last), channels: 1 };
  const channels = shape.length >= 3 && (last === 1 || last === 3) ? last : 1;
  const [height, width] = channels === last && shape.length >= 3 ? shape.slice(-3) : shape.slice(-2);
  return { height: height ?? 1, width: width ?? 1, channels };
}

/** Bytes as they are; numbers from 0 to 1. */
export function paintPicture(canvas: HTMLCanvasElement, { shape, data }: WireTensor, index: number): void {
  const { width, height, channels } = sizeOfPicture(shape);
  const context = canvas.getContext('2d')!;
  const picture = context.createImageData(width, height);
  const scale = data instanceof Uint8Array ? 1 : 255;
  const start = index * width * height * channels;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = start + pixel * channels;
    for (let channel = 0; channel < 3; channel++)
      picture.data[pixel * 4 + channel] = (data[at + (channels === 3 ? channel : 0)] ?? 0) * scale;
    picture.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}
