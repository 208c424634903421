import { configError } from '../../core/errors.ts';

/** Zeros put before and after an axis. `after` may be negative: elements at the end that no window reaches. */
export type Pad = readonly [before: number, after: number];

/** `same`: ceil(input / stride) outputs; `valid`: only windows that lie wholly inside. */
export type PaddingMode = 'same' | 'valid';

/** Extent of a kernel whose taps stand `dilation` apart. */
export const effectiveKernel = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/** Number of windows on an axis: ⌊(input + pads − kernel) / stride⌋ + 1, at least 0. */
export function outputSize(input: number, kernel: number, stride: number, pad: Pad, dilation = 1): number {
  const room = input + pad[0] + pad[1] - effectiveKernel(kernel, dilation);
  return Math.max(0, Math.floor(room / stride) + 1);
}

/**
 * Pads of one axis as TensorFlow computes them: for `same` the total is (⌈input / stride⌉ − 1) · stride + kernel − input,
 * halved, the odd one at the end.
 */
export function explicitPad(
  mode: PaddingMode,
  input: number,
  kernel: number,
  stride: number,
  dilation = 1,
): Pad {
  if (mode === 'valid') return [0, 0];
  const outputs = Math.ceil(input / stride);
  const total = Math.max(0, (outputs - 1) * stride + effectiveKernel(kernel, dilation) - input);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Pads of a causal 1-D convolution: all before, so that output t sees inputs up to t. */
export const causalPad = (kernel: number, dilation = 1): Pad => [effectiveKernel(kernel, dilation) - 1, 0];

/** One axis of a transposed convolution; `outputPadding` null lets the padding mode decide, as in Keras. */
export interface TransposeAxis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly mode: PaddingMode;
  readonly outputPadding: number | null;
}

/** Output size of a transposed convolution as Keras 3 computes it (`compute_conv_transpose_output_shape`). */
export function transposeOutputSize({ input, stride, mode, outputPadding, ...axis }: TransposeAxis): number {
  const kernel = effectiveKernel(axis.kernel, axis.dilation);
  if (outputPadding !== null && outputPadding >= stride) {
    throw configError({
      where: 'Conv2DTranspose',
      must: 'outputPadding must be less than the stride',
      got: `${outputPadding} with stride ${stride}`,
    });
  }
  if (mode === 'valid')
    return (input - 1) * stride + kernel + (outputPadding ?? Math.max(stride - kernel, 0));
  return outputPadding === null ? input * stride : (input - 1) * stride + (kernel % 2) + outputPadding;
}

/**
 * Pads of the forward convolution whose input gradient is this transposed convolution. Keras (on JAX) slides the kernel over
 * the input spread by the stride with `left` and `right` zeros around it; the forward pads are kernel − 1 minus these.
 */
export function transposePad({ stride, mode, outputPadding, ...axis }: TransposeAxis): Pad {
  const kernel = effectiveKernel(axis.kernel, axis.dilation);
  if (mode === 'valid') return [0, -(outputPadding ?? Math.max(stride - kernel, 0))];
  const total = outputPadding === null ? stride + kernel - 2 : kernel + (kernel % 2) - 2 + outputPadding;
  const left = Math.min(Math.ceil(total / 2), kernel - 1);
  return [kernel - 1 - left, kernel - 1 - (total - left)];
}
