import { dataError, type TrainyardError } from '../core/errors.ts';

/*
 * Decoder of the lossless image code that tools/datasets/lib/rans.mjs writes: a range asymmetric numeral system
 * (Duda 2013, arXiv:1311.2540) with one static frequency table per context of already decoded neighbours. Levels,
 * number of contexts, precision and state bounds are the same there.
 */
const SYMBOLS = 256;
const PRECISION = 14;
const MASK = (1 << PRECISION) - 1;
const LOWER = 1 << 23;
/** The state after the last symbol coded, big-endian, stands before the stream. */
const STATE_BYTES = 4;
const CONTEXTS = 8 * 8 * 3 * 3;
const side = levelsOf([1, 16, 64, 128, 192, 240, 253], 9 * 8);
const above = levelsOf([1, 16, 64, 128, 192, 240, 253], 9);
const cornerLeft = levelsOf([1, 200], 3);
const cornerRight = levelsOf([1, 200], 1);

/** Decoding tables made from a model's frequencies [576, 256]. */
export interface RansModel {
  readonly frequencies: Uint16Array;
  readonly starts: Uint16Array;
  /** Symbol of every slot of every context, [576, 2^14]. */
  readonly symbols: Uint8Array;
}

function levelsOf(thresholds: readonly number[], stride: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, v) => thresholds.filter((t) => v >= t).length * stride);
}

/** Tables for `decodeImages`. Errors when `frequencies` is not a model: `path` names the file. */
export function ransModel(frequencies: Uint16Array, path: string): RansModel {
  const symbols = new Uint8Array(CONTEXTS << PRECISION);
  const starts = new Uint16Array(CONTEXTS * SYMBOLS);
  if (frequencies.length !== starts.length) {
    throw dataError({
      where: path,
      must: `a model has ${starts.length} entries`,
      got: `${frequencies.length}`,
    });
  }
  for (let context = 0; context < CONTEXTS; context++) {
    fillContext(frequencies, starts, symbols, context, path);
  }
  return { frequencies, starts, symbols };
}

function fillContext(
  frequencies: Uint16Array,
  starts: Uint16Array,
  symbols: Uint8Array,
  context: number,
  path: string,
): void {
  let start = 0;
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const entry = context * SYMBOLS + symbol;
    starts[entry] = start;
    const from = (context << PRECISION) + start;
    start += frequencies[entry]!;
    symbols.fill(symbol, from, (context << PRECISION) + Math.min(start, MASK + 1));
  }
  if (start === 0 || start === MASK + 1) return;
  throw dataError({ where: path, must: `frequencies sum to 0 or ${MASK + 1}`, got: `${start}` });
}

/** Where the next symbol comes from: the coder's state and its place in the stream. */
interface Cursor {
  state: number;
  at: number;
}

/**
 * Decodes images of height x width into `out`, whose length says how many there are.
 * Errors when the stream does not end exactly with the last pixel: `path` names the file.
 */
export function decodeImages(
  coded: Uint8Array,
  model: RansModel,
  height: number,
  width: number,
  out: Uint8Array,
  path: string,
): void {
  if (coded.length < STATE_BYTES) throw brokenStream(path);
  const cursor = { state: new DataView(coded.buffer, coded.byteOffset).getInt32(0), at: STATE_BYTES };
  // One row of zeros above each image, one column of zeros on both sides: no test for the border while decoding.
  const stride = width + 2;
  const rows = new Uint8Array(stride * (height + 1));
  for (let image = 0; image < out.length; image += height * width) {
    for (let y = 0; y < height; y++) {
      const row = (y + 1) * stride + 1;
      decodeRow(coded, model, rows, row, stride, width, cursor);
      out.set(rows.subarray(row, row + width), image + y * width);
    }
  }
  if (cursor.state === LOWER && cursor.at === coded.length) return;
  throw brokenStream(path);
}

function brokenStream(path: string): TrainyardError {
  const must = 'the image stream must end with the last pixel';
  return dataError({ where: path, must, try: 'load the data again' }, { retry: true });
}

/** x' = f(s)·⌊x / 2^k⌋ + (x mod 2^k) − F(s), then bytes until x' ≥ LOWER. */
function decodeRow(
  coded: Uint8Array,
  { frequencies, starts, symbols }: RansModel,
  rows: Uint8Array,
  row: number,
  stride: number,
  width: number,
  cursor: Cursor,
): void {
  let { state, at } = cursor;
  let left = 0;
  for (let p = row; p < row + width; p++) {
    const up = p - stride;
    const context =
      side[left]! + above[rows[up]!]! + cornerLeft[rows[up - 1]!]! + cornerRight[rows[up + 1]!]!;
    const slot = state & MASK;
    left = symbols[(context << PRECISION) | slot]!;
    const entry = (context << 8) | left;
    state = frequencies[entry]! * (state >>> PRECISION) + slot - starts[entry]!;
    while (state < LOWER && at < coded.length) state = (state << 8) | coded[at++]!;
    rows[p] = left;
  }
  cursor.state = state;
  cursor.at = at;
}
