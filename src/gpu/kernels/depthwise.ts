// Depthwise convolution and its gradients, channels last: x [N, H, W, C], w [KH, KW, C, M], y [N, OH, OW, C·M]. Bound by memory, not arithmetic.

import type { ConvInputGradAttrs } from '../../graph/ops/conv.ts';
import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import { depthwiseFlops, depthwiseSizes } from '../../graph/ops/depthwise-conv-input-grad.ts';
import {
  inputPixels,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
} from '../../graph/ops/window.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { sumPartials } from './sum-partials.ts';
import { type Dispatch, type Kernel, type KernelRequest, read, type Variant, write } from './types.ts';
import { channelShares, windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Either direction, with the sizes of the forward convolution. */
interface Depthwise {
  readonly sizes: WindowSizes;
  readonly transpose: boolean;
  /** Of the result. */
  readonly pixels: number;
  readonly channels: number;
}

function forward({ inputs: [x, w], attrs }: KernelRequest<WindowAttrs>): Depthwise {
  const sizes = depthwiseSizes('depthwise_conv', x!.shape, w!.shape, attrs);
  return { sizes, transpose: false, pixels: outputPixels(sizes), channels: sizes.outChannels };
}

function transposed({ inputs: [, w], attrs }: KernelRequest<ConvInputGradAttrs>): Depthwise {
  const sizes = depthwiseSizes('depthwise_conv_input_grad', attrs.inputShape, w!.shape, attrs);
  return { sizes, transpose: true, pixels: inputPixels(sizes), channels: sizes.channels };
}

const bytesOf = (s: WindowSizes): number =>
  4 * (inputPixels(s) * s.channels + (outputPixels(s) + kernelTaps(s)) * s.outChannels);

/** Four channels can be taken together where each has one kernel. */
const takesVec4 = (s: WindowSizes): boolean => s.channels % 4 === 0 && s.outChannels === s.channels;

/** Strides and dilation at once make taps of the transpose skip in ways that only the general shader follows. */
const suitsPixel = ({ sizes, transpose }: Depthwise): boolean =>
  !transpose ||
  ((sizes.strideY === 1 || sizes.dilationY === 1) && (sizes.strideX === 1 || sizes.dilationX === 1));

/** One thread per pixel, or several that share its channels (shaders/depthwise/pixel.wgsl). */
function pixelDispatch({ sizes, transpose, pixels, channels }: Depthwise, device: DeviceFacts): Dispatch {
  const vec4 = takesVec4(sizes);
  const shares = channelShares(pixels, vec4 ? channels / 4 : channels, device);
  return {
    shader: 'depthwise/pixel',
    conditions: { transpose, vec4_channels: vec4 },
    constants: {},
    params: windowParams(sizes, shares),
    bind: [read('input', 0), read('input', 1)],
    workgroups: foldGrid(ceilDiv(pixels * shares, 64), device),
    flops: depthwiseFlops(sizes),
    bytes: bytesOf(sizes),
    tail: true,
  };
}

/** One thread per element (shaders/depthwise/element.wgsl): for any shape. */
function elementDispatch({ sizes, transpose, pixels, channels }: Depthwise, device: DeviceFacts): Dispatch {
  return {
    shader: 'depthwise/element',
    conditions: { transpose },
    constants: {},
    params: windowParams(sizes),
    bind: [read('input', 0), read('input', 1)],
    workgroups: foldGrid(ceilDiv(pixels * channels, 64), device),
    flops: depthwiseFlops(sizes),
    bytes: bytesOf(sizes),
    tail: true,
  };
}

function depthwiseKernel<A extends object>(op: string, parse: (r: KernelRequest<A>) => Depthwise): Kernel<A> {
  const pixel: Variant<A> = {
    name: 'pixel',
    applies: (request) => suitsPixel(parse(request)),
    dispatches: (request) => [pixelDispatch(parse(request), request.device)],
  };
  const element: Variant<A> = {
    name: 'element',
    applies: () => true,
    dispatches: (request) => [elementDispatch(parse(request), request.device)],
  };
  return { op, tail: true, variants: [pixel, element] };
}

export const depthwiseConvKernel = depthwiseKernel('depthwise_conv', forward);
export const depthwiseConvInputGradKernel = depthwiseKernel('depthwise_conv_input_grad', transposed);

/** Threads among which a kernel gradient is shared, in at most 256 chunks. */
const ENOUGH_THREADS = { software: 2048, hardware: 65536 } as const;

interface Split {
  readonly sizes: WindowSizes;
  /** Lines of dy of each partial sum. */
  readonly chunk: number;
  readonly chunks: number;
  /** Elements of dw. */
  readonly count: number;
  /** Threads of a chunk. */
  readonly threads: number;
}

function splitOf({ inputs: [x], attrs, device }: KernelRequest<ConvKernelGradAttrs>): Split {
  const sizes = depthwiseSizes('depthwise_conv_kernel_grad', x!.shape, attrs.kernelShape, attrs);
  const lines = sizes.batch * sizes.outHeight;
  const count = kernelTaps(sizes) * sizes.outChannels;
  const threads = takesVec4(sizes) ? count / 4 : count;
  const chunk = ceilDiv(lines, Math.min(256, ceilDiv(ENOUGH_THREADS[device.adapterClass], threads)));
  return { sizes, chunk, chunks: ceilDiv(lines, chunk), count, threads };
}

/** Partial sums over lines of dy (shaders/depthwise/kernel-grad.wgsl), then their sum. */
function kernelGradient(request: KernelRequest<ConvKernelGradAttrs>): Dispatch[] {
  const { sizes, chunk, chunks, count, threads } = splitOf(request);
  return [
    {
      shader: 'depthwise/kernel-grad',
      conditions: { vec4_channels: takesVec4(sizes) },
      constants: {},
      params: windowParams(sizes, chunk),
      bind: [read('input', 0), read('input', 1), write('scratch', 0)],
      workgroups: [ceilDiv(threads, 64), chunks, 1],
      flops: depthwiseFlops(sizes),
      bytes: bytesOf(sizes) + 4 * chunks * count,
      tail: false,
    },
    sumPartials({ chunks, count, split: count }, request.device),
  ];
}

export const depthwiseConvKernelGradKernel: Kernel<ConvKernelGradAttrs> = {
  op: 'depthwise_conv_kernel_grad',
  tail: false,
  variants: [
    {
      name: 'line',
      applies: () => true,
      scratch: (request) => {
        const { chunks, count } = splitOf(request);
        return [4 * chunks * count];
      },
      dispatches: kernelGradient,
    },
  ],
};
