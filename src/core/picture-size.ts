/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the longest side of a picture that is decoded. */
export const MOST_SIDE = 8192;

/** Bytes from the start of a file that are enough for all but odd pictures. */
export const PICTURE_HEAD = 1 << 20;

/**
 * The size that the header of a picture tells, read before anything of that size is made. PNG, JPEG, GIF, WebP and BMP are known;
 * null: it is none of them, or cut off before its size. Allocates nothing, looks at each byte at most once.
 */
export function pictureSize(file: Uint8Array): PictureSize | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (const read of READERS) {
    try {
      const size = read(view);
      if (size !== null) return size;
    } catch (error) {
      // A DataView throws RangeErrors alone: the file ends before its size.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

type Reader = (view: DataView) => PictureSize | null;

/** https://www.w3.org/TR/png-3: signature, then IHDR with width and height. */
const png: Reader = (view) =>
  view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a && view.getUint32(12) === 0x49484452
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : null;

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt: the logical screen. */
const gif: Reader = (view) =>
  view.getUint32(0) === 0x47494638
    ? { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    : null;

/** The header of 12 bytes has 16-bit sizes; in later ones a negative height means top down. */
const bmp: Reader = (view) => {
  if (view.getUint16(0) !== 0x424d) return null;
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
};

/** https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless or extended. */
const webp: Reader = (view) => {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  switch (view.getUint32(12)) {
    case 0x56503820: // 'VP8 '
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // 'VP8L': 14 bits each
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // 'VP8X': 24 bits each
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
};

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** ITU-T T.81: segments up to the first start of frame. */
const jpeg: Reader = (view) => {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Before a marker there may be more of 0xff; some markers have no segment.
    if (marker === 0xff) at += 1;
    else at += isBare(marker) ? 2 : 2 + view.getUint16(at + 2);
  }
};

/** SOF0 to SOF15, without the tables of Huffman (DHT), of arithmetic coding (DAC) and JPG. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

const READERS: readonly Reader[] = [png, jpeg, gif, webp, bmp];
