/** A decoded picture: RGBA, row-major, not premultiplied. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Writes a picture as `size` x `size` pixels of 1 (luma, ITU-R BT.601) or 3 channels into `out` from `offset` on. Each
 * pixel is the mean over the source pixels it covers, on black where they are transparent. The aspect is not kept.
 */
export function resizeInto(
  image: RgbaImage,
  size: number,
  channels: 1 | 3,
  out: Uint8Array,
  offset: number,
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const rgb = meanOf(image, spanOf(x, size, image.width), spanOf(y, size, image.height));
      const at = offset + (y * size + x) * channels;
      if (channels === 3) out.set(rgb.map(Math.round), at);
      else out[at] = Math.round(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
    }
  }
}

/** Source pixels [from, to) that target pixel `at` of `size` covers: at least one. */
function spanOf(at: number, size: number, length: number): readonly [number, number] {
  const from = Math.min(length - 1, Math.floor((at * length) / size));
  return [from, Math.max(from + 1, Math.floor(((at + 1) * length) / size))];
}

function meanOf(
  { width, data }: RgbaImage,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3]! / 255;
      for (let c = 0; c < 3; c++) sum[c]! += data[at + c]! * alpha;
    }
  }
  const pixels = (right - left) * (bottom - top);
  return [sum[0] / pixels, sum[1] / pixels, sum[2] / pixels];
}
