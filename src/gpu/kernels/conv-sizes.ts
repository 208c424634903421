import type { ConvInputGradAttrs } from '../../graph/ops/conv.ts';
import { convFlops, convSizes } from '../../graph/ops/conv-kernel-grad.ts';
import {
  inputPixels,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
} from '../../graph/ops/window.ts';
import type { KernelRequest, Variant } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** A convolution, or with `transpose` its input gradient, as a product of [pixels, taps · inner] and [taps · inner, cols]. */
export interface Convolution {
  /** Of the forward convolution. */
  readonly sizes: WindowSizes;
  readonly transpose: boolean;
  /** Pixels and channels of the result. */
  readonly pixels: number;
  readonly cols: number;
  /** Channels of what is convolved. */
  readonly inner: number;
  readonly flops: number;
  /** Bytes that must move at least: both images and the kernel. */
  readonly bytes: number;
}

export function forwardConvolution({ inputs: [x, w], attrs }: KernelRequest<WindowAttrs>): Convolution {
  const s = convSizes('conv', x!.shape, w!.shape, attrs);
  return { ...common(s), transpose: false, pixels: outputPixels(s), cols: s.outChannels, inner: s.channels };
}

export function transposedConvolution({
  inputs: [, w],
  attrs,
}: KernelRequest<ConvInputGradAttrs>): Convolution {
  const s = convSizes('conv_input_grad', attrs.inputShape, w!.shape, attrs);
  return { ...common(s), transpose: true, pixels: inputPixels(s), cols: s.channels, inner: s.outChannels };
}

function common(sizes: WindowSizes): Pick<Convolution, 'sizes' | 'flops' | 'bytes'> {
  const images = inputPixels(sizes) * sizes.channels + outputPixels(sizes) * sizes.outChannels;
  const kernel = kernelTaps(sizes) * sizes.channels * sizes.outChannels;
  return { sizes, flops: convFlops(sizes), bytes: 4 * (images + kernel) };
}

/** Residue classes of pixels: with strides each takes only some of the taps of the transposed convolution. */
export function classesOf({ transpose, sizes }: Pick<Convolution, 'transpose' | 'sizes'>): number {
  return transpose ? sizes.strideY * sizes.strideX : 1;
}

/** Pixels of the largest class. */
export function gridPixels({ transpose, sizes }: Convolution): number {
  const height = transpose ? ceilDiv(sizes.height, sizes.strideY) : sizes.outHeight;
  const width = transpose ? ceilDiv(sizes.width, sizes.strideX) : sizes.outWidth;
  return sizes.batch * height * width;
}

/** A way to compute both directions; `conv` and `conv_input_grad` have the same list. */
export interface ConvVariant {
  readonly name: string;
  readonly unrolled?: number;
  takes?(conv: Convolution): boolean;
  applies(conv: Convolution, request: KernelRequest): boolean;
  possible?(conv: Convolution, request: KernelRequest): boolean;
  dispatches(conv: Convolution, request: KernelRequest): ReturnType<Variant['dispatches']>;
}
