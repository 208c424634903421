/**
 * The error function on the host, to double precision enough for an oracle: the series
 * erf(x) = 2/√π Σ (−1)ⁿ x^(2n+1) / (n! (2n+1)) for |x| < 3, and 1 − erfc by its continued fraction beyond.
 * Source: Abramowitz and Stegun, 7.1.5 and 7.1.14.
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  const value = a < 3 ? series(a) : 1 - complementary(a);
  return x < 0 ? -value : value;
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function complementary(x: number): number {
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}
