// Activations of recurrent cells by number, four values at a time. The numbers and the formulas of the slopes, which are
// written with the value y = f(x), are those of the table in src/graph/ops/recurrent-activation.ts.
// Source: Keras 3, keras.activations.

const LINEAR = 0u;
const SIGMOID = 1u;
const TANH = 2u;
const RELU = 3u;
const HARD_SIGMOID = 4u;
const SOFTSIGN = 5u;
const SOFTPLUS = 6u;
const ELU = 7u;
const SELU = 8u;
const LEAKY_RELU = 9u;
const RELU6 = 10u;
const EXPONENTIAL = 11u;

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALED_ALPHA = 1.7580993408473766;

fn sigmoid4(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-max(x, vec4f(-87.0))));
}

// tanh x = 1 - 2 / (e^2x + 1); it is ±1 to rounding beyond |x| = 15.
fn tanh4(x: vec4f) -> vec4f {
  return 1.0 - 2.0 / (1.0 + exp(2.0 * clamp(x, vec4f(-15.0), vec4f(15.0))));
}

// e^x - 1 for x <= 0; its error of one rounding of 1 is small beside the states it is added to.
fn negative_exp(x: vec4f) -> vec4f {
  return exp(min(x, vec4f(0.0))) - 1.0;
}

fn activate(kind: u32, x: vec4f) -> vec4f {
  switch (kind) {
    case SIGMOID: { return sigmoid4(x); }
    case TANH: { return tanh4(x); }
    case RELU: { return max(x, vec4f(0.0)); }
    case HARD_SIGMOID: { return clamp(x / 6.0 + 0.5, vec4f(0.0), vec4f(1.0)); }
    case SOFTSIGN: { return x / (1.0 + abs(x)); }
    case SOFTPLUS: { return max(x, vec4f(0.0)) + log(1.0 + exp(-min(abs(x), vec4f(87.0)))); }
    case ELU: { return select(negative_exp(x), x, x > vec4f(0.0)); }
    case SELU: { return select(SELU_SCALED_ALPHA * negative_exp(x), SELU_SCALE * x, x > vec4f(0.0)); }
    case LEAKY_RELU: { return select(0.2 * x, x, x > vec4f(0.0)); }
    case RELU6: { return clamp(x, vec4f(0.0), vec4f(6.0)); }
    case EXPONENTIAL: { return exp(x); }
    default: { return x; }
  }
}

fn slope(kind: u32, y: vec4f) -> vec4f {
  let positive = y > vec4f(0.0);
  switch (kind) {
    case SIGMOID: { return y * (1.0 - y); }
    case TANH: { return 1.0 - y * y; }
    case RELU: { return select(vec4f(0.0), vec4f(1.0), positive); }
    case HARD_SIGMOID: { return select(vec4f(0.0), vec4f(1.0 / 6.0), positive & (y < vec4f(1.0))); }
    case SOFTSIGN: { return (1.0 - abs(y)) * (1.0 - abs(y)); }
    case SOFTPLUS: { return 1.0 - exp(-y); }
    case ELU: { return select(y + 1.0, vec4f(1.0), positive); }
    case SELU: { return select(y + SELU_SCALED_ALPHA, vec4f(SELU_SCALE), positive); }
    case LEAKY_RELU: { return select(vec4f(0.2), vec4f(1.0), positive); }
    case RELU6: { return select(vec4f(0.0), vec4f(1.0), positive & (y < vec4f(6.0))); }
    case EXPONENTIAL: { return y; }
    default: { return vec4f(1.0); }
  }
}
