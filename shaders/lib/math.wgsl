// Functions that WGSL lacks. Each is the usual stable form; x is finite.

// The output permutation PCG-RXS-M-XS-32 as a hash. Source: O'Neill, PCG (2014); Jarzynski and Olano, JCGT 9(3), 2020.
fn hash32(x: u32) -> u32 {
  let state = x * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

// 1 / (1 + e^-x); the clamp keeps e^-x below the largest float.
fn logistic_(x: f32) -> f32 {
  return 1.0 / (1.0 + exp(-clamp(x, -87.0, 87.0)));
}

// log(1 + x) with u = 1 + x: x · log(u) / (u - 1), exact to rounding also for small x. Source: Kahan; Goldberg (1991), theorem 4.
fn log1p_(x: f32) -> f32 {
  let u = 1.0 + x;
  let d = u - 1.0;
  let quotient = log(u) * (x / select(d, 1.0, d == 0.0));
  return select(quotient, x, d == 0.0);
}

// 1 where x is finite, else 0. By bits, for WGSL may assume that there are no NaN and no infinity.
fn is_finite_(x: f32) -> f32 {
  return select(0.0, 1.0, (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u);
}

// log(1 + e^x) = max(x, 0) + log1p(e^-|x|)
fn softplus_(x: f32) -> f32 {
  return max(x, 0.0) + log1p_(exp(-min(abs(x), 87.0)));
}

// erf by a rational Chebyshev fit of erfc: relative error below 1.2e-7 in erfc.
// Source: W. H. Press et al., Numerical Recipes, section 6.2 (erfccheb's short form).
fn erf_(x: f32) -> f32 {
  let z = abs(x);
  if (z < 0.5) {
    // Series 2/sqrt(pi) · Σ (-1)^n x^(2n+1) / (n! (2n+1)): no cancellation near 0.
    let q = x * x;
    return x * (1.1283791670955126 + q * (-0.37612638903183754 + q * (0.11283791670955126 + q * (-0.026866170645131252
      + q * (0.005223977625442188 + q * (-0.0008548327023450853 + q * 0.00012055332981789664))))));
  }
  let t = 1.0 / (1.0 + 0.5 * z);
  let r = t * exp(-min(z * z, 80.0) - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
    + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
  return sign(x) * (1.0 - r);
}
