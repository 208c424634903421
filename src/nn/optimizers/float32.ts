const f32 = Math.fround;

/** 1 − x with x and the result in float32, as Keras computes it on the device: for β near 1 the rounding shows. */
export const oneLess = (x: number): number => f32(1 - f32(x));

/** x^n with x and the result in float32. */
export const power = (x: number, n: number): number => f32(f32(x) ** n);

/** 1 − β^t, the bias correction of a running mean after t steps, in float32. */
export const biasCorrection = (beta: number, step: number): number => f32(1 - power(beta, step));
