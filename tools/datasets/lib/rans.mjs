/**
 * Lossless coding of greyscale images: a range asymmetric numeral system (Duda 2013, arXiv:1311.2540) with one
 * static frequency table per context. The context of a pixel is its already known surroundings, coarsely quantised:
 * left and upper neighbour in 8 levels, the two upper corners in 3. A quarter smaller than gzip on MNIST and
 * Fashion-MNIST. The decoder is src/data/rans.ts; both must agree on `CONTEXTS`, the levels and the state bounds.
 */

const SIDE_LEVELS = [1, 16, 64, 128, 192, 240, 253];
const CORNER_LEVELS = [1, 200];
export const CONTEXTS = 8 * 8 * 3 * 3;
const SYMBOLS = 256;
const PRECISION = 14;
const TOTAL = 1 << PRECISION;
/** States stay in [LOWER, LOWER * 256), so they fit a signed 32-bit integer. */
const LOWER = 1 << 23;

const levelsOf = (thresholds) =>
  Uint8Array.from({ length: 256 }, (_, v) => thresholds.filter((t) => v >= t).length);
const side = levelsOf(SIDE_LEVELS);
const corner = levelsOf(CORNER_LEVELS);

/** Context of every pixel of `pixels`, images of height x width one after another; outside an image is 0. */
function contextsOf(pixels, height, width) {
  const contexts = new Uint16Array(pixels.length);
  for (let p = 0; p < pixels.length; p++) {
    const x = p % width;
    const y = Math.floor(p / width) % height;
    const left = x > 0 ? pixels[p - 1] : 0;
    const up = y > 0 ? pixels[p - width] : 0;
    const upLeft = x > 0 && y > 0 ? pixels[p - width - 1] : 0;
    const upRight = y > 0 && x < width - 1 ? pixels[p - width + 1] : 0;
    contexts[p] = ((side[left] * 8 + side[up]) * 3 + corner[upLeft]) * 3 + corner[upRight];
  }
  return contexts;
}

/** Scales counts to integers that sum to TOTAL, each seen symbol keeping at least 1. */
function normalise(counts, out) {
  const sum = counts.reduce((a, b) => a + b, 0);
  if (sum === 0) return;
  let used = 0;
  let largest = 0;
  for (let s = 0; s < SYMBOLS; s++) {
    if (counts[s] === 0) continue;
    out[s] = Math.max(1, Math.floor((counts[s] * TOTAL) / sum));
    used += out[s];
    if (counts[s] > counts[largest]) largest = s;
  }
  for (let excess = used - TOTAL; excess > 0; excess--) {
    let most = 0;
    for (let s = 1; s < SYMBOLS; s++) if (out[s] > out[most]) most = s;
    out[most]--;
  }
  if (used < TOTAL) out[largest] += TOTAL - used;
}

/** Frequency tables [CONTEXTS, 256] (u16) for all the images of a data set. */
export function buildModel(pixels, height, width) {
  const contexts = contextsOf(pixels, height, width);
  const counts = new Uint32Array(CONTEXTS * SYMBOLS);
  for (let p = 0; p < pixels.length; p++) counts[contexts[p] * SYMBOLS + pixels[p]]++;
  const model = new Uint16Array(CONTEXTS * SYMBOLS);
  for (let c = 0; c < CONTEXTS; c++) {
    const from = c * SYMBOLS;
    normalise(counts.subarray(from, from + SYMBOLS), model.subarray(from, from + SYMBOLS));
  }
  return model;
}

/** Codes `pixels`, last pixel first, so that the decoder reads forward: four bytes of state, then the stream. */
export function encode(pixels, height, width, model) {
  const contexts = contextsOf(pixels, height, width);
  const starts = cumulative(model);
  const reversed = [];
  let state = LOWER;
  for (let p = pixels.length - 1; p >= 0; p--) {
    const entry = contexts[p] * SYMBOLS + pixels[p];
    const frequency = model[entry];
    const limit = (LOWER >> PRECISION) * 256 * frequency;
    while (state >= limit) {
      reversed.push(state & 255);
      state >>>= 8;
    }
    state = Math.floor(state / frequency) * TOTAL + (state % frequency) + starts[entry];
  }
  for (let i = 0; i < 4; i++) reversed.push((state >>> (8 * i)) & 255);
  return Uint8Array.from(reversed.reverse());
}

function cumulative(model) {
  const starts = new Uint16Array(model.length);
  for (let i = 1; i < model.length; i++) {
    starts[i] = i % SYMBOLS === 0 ? 0 : starts[i - 1] + model[i - 1];
  }
  return starts;
}
