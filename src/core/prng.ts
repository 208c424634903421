/** A plain or typed array. */
interface Indexed<E> {
  readonly length: number;
  [index: number]: E;
}

/**
 * Seeded pseudo-random numbers, the same on every machine: xoshiro128** (Blackman and Vigna 2018,
 * https://prng.di.unimi.it) in 32-bit integer arithmetic, its state filled by splitmix32. Not for secrets.
 */
export class Prng {
  readonly #state = new Uint32Array(4);
  #spare: number | null = null;

  /** `seed` and `stream` are taken modulo 2^32; different streams of one seed are independent. */
  constructor(seed: number, stream = 0) {
    let counter = Math.imul(stream >>> 0, 0x85ebca6b) ^ (seed >>> 0);
    for (let i = 0; i < 4; i++) {
      counter = (counter + 0x9e3779b9) | 0;
      this.#state[i] = mix(counter ^ Math.imul(stream, i + 1));
    }
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  /** An integer from 0 to 2^32 − 1. */
  uint32(): number {
    const s = this.#state;
    const [a, b, c, d] = [s[0]!, s[1]!, s[2]!, s[3]!];
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    s[2] = c ^ a;
    s[3] = d ^ b;
    s[1] = b ^ s[2];
    s[0] = a ^ s[3];
    s[2] ^= b << 9;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** A real in [0, 1), a multiple of 2^-32. */
  uniform(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Standard normal: Marsaglia's polar method, x·√(−2·ln s / s) for a point (x, y) in the unit disc, s = x² + y². */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const s = x * x + y * y;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(s)) / s);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  /** An integer from 0 to n − 1, each equally likely: draws above the last whole multiple of n are thrown away. */
  below(n: number): number {
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return draw % n;
    }
  }

  /** Puts `array` into a random order in place (Fisher and Yates) and returns it. */
  shuffle<E, A extends Indexed<E> = Indexed<E>>(array: A & Indexed<E>): A {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = array[i]!;
      array[i] = array[j]!;
      array[j] = kept;
    }
    return array;
  }

  /** The integers 0 … n − 1 in random order. */
  permutation(n: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * ln x for 0 < x ≤ 1 by additions, products and quotients alone, which IEEE 754 fixes to the bit (`Math.log` may differ
 * by engine): x = m·2^−e with m in (√½, √2], ln m = 2·artanh r = 2·(r + r³/3 + r⁵/5 + …), r = (m − 1)/(m + 1).
 */
function naturalLog(x: number): number {
  let exponent = 0;
  while (x <= Math.SQRT1_2) {
    x *= 2;
    exponent++;
  }
  const r = (x - 1) / (x + 1);
  const square = r * r;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return 2 * r * sum - exponent * Math.LN2;
}
