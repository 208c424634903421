import { type ConvKernelGradAttrs, convFlops, convSizes } from '../../graph/ops/conv-kernel-grad.ts';
import { inputPixels, kernelTaps, outputPixels, type WindowSizes } from '../../graph/ops/window.ts';
import { type Partials, sumPartials } from './sum-partials.ts';
import { type Dispatch, type KernelRequest, read, write } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv } from './workgroups.ts';

/** dw [rows, cols] = im2col(x)ᵀ · dy over `pixels`, rows = KH·KW·Cin; with `bias` also db. */
export interface KernelGradient {
  readonly sizes: WindowSizes;
  readonly rows: number;
  readonly cols: number;
  readonly pixels: number;
  /** Whether db is read. */
  readonly bias: boolean;
  readonly flops: number;
  /** Bytes that must move at least: both images and the kernel. */
  readonly bytes: number;
}

export function kernelGradientOf({
  inputs: [x],
  attrs,
  used,
}: KernelRequest<ConvKernelGradAttrs>): KernelGradient {
  const sizes = convSizes('conv_kernel_grad', x!.shape, attrs.kernelShape, attrs);
  const rows = kernelTaps(sizes) * sizes.channels;
  const cols = sizes.outChannels;
  const pixels = outputPixels(sizes);
  const bytes = 4 * (inputPixels(sizes) * sizes.channels + pixels * cols + rows * cols);
  return { sizes, rows, cols, pixels, bias: used[1] === true, flops: convFlops(sizes), bytes };
}

/** The partial sums when the pixels are shared among threads, `chunk` of them each. */
export function partialsOf({ rows, cols, pixels, bias }: KernelGradient, chunk: number): Partials {
  return { chunks: ceilDiv(pixels, chunk), count: (rows + (bias ? 1 : 0)) * cols, split: rows * cols };
}

/** Bytes of scratch that partial sums take; none where one chunk holds all pixels. */
export function partialBytes(gradient: KernelGradient, chunk: number): readonly number[] {
  const { chunks, count } = partialsOf(gradient, chunk);
  return chunks === 1 ? [] : [4 * chunks * count];
}

/** The one dispatch that writes the results, or several chunks of partial sums and the dispatch that adds them. */
export function kernelGradientDispatches(
  gradient: KernelGradient,
  chunk: number,
  code: Pick<Dispatch, 'shader' | 'conditions' | 'constants' | 'workgroups'>,
  request: KernelRequest<ConvKernelGradAttrs>,
): Dispatch[] {
  const { sizes, bias, flops, bytes } = gradient;
  const partials = partialsOf(gradient, chunk);
  const split = partials.chunks > 1;
  const results = split ? [write('scratch', 0)] : [write('output', 0), ...(bias ? [write('output', 1)] : [])];
  const first: Dispatch = {
    ...code,
    conditions: { ...code.conditions, bias, split },
    params: windowParams(sizes, chunk),
    bind: [read('input', 0), read('input', 1), ...results],
    flops,
    bytes: bytes + (split ? 4 * partials.chunks * partials.count : 0),
    tail: false,
  };
  return split ? [first, sumPartials(partials, request.device)] : [first];
}
