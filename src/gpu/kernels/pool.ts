// Maximum and average pooling and their gradients over [N, H, W, C]. Gradients gather: each input element looks at the windows that hold it, so
// the order of the sum is fixed. Bound by memory.

import { type PoolAttrs, type PoolGradAttrs, poolSizes } from '../../graph/ops/pool-window.ts';
import { inputPixels, kernelTaps, outputPixels, type WindowSizes } from '../../graph/ops/window.ts';
import type { DeviceFacts } from '../device-facts.ts';
import {
  type Binding,
  type Dispatch,
  type Kernel,
  type KernelRequest,
  read,
  type Variant,
  write,
} from './types.ts';
import { channelShares, windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** What differs among the four. */
interface PoolPass {
  readonly shader: string;
  readonly conditions?: Readonly<Record<string, boolean>>;
  readonly bind: readonly Binding[];
  readonly sizes: WindowSizes;
  /** Pixels of output 0. */
  readonly pixels: number;
}

function poolDispatch({ shader, conditions, bind, sizes, pixels }: PoolPass, device: DeviceFacts): Dispatch {
  const { channels } = sizes;
  const vec4 = channels % 4 === 0;
  const shares = channelShares(pixels, vec4 ? channels / 4 : channels, device);
  const images = inputPixels(sizes) + bind.length * outputPixels(sizes);
  return {
    shader,
    conditions: { ...conditions, vec4_channels: vec4 },
    constants: {},
    params: windowParams(sizes, shares),
    bind,
    workgroups: foldGrid(ceilDiv(pixels * shares, 64), device),
    flops: outputPixels(sizes) * channels * kernelTaps(sizes),
    bytes: 4 * images * channels,
    tail: true,
    tailFour: true,
  };
}

const forward = (r: KernelRequest<PoolAttrs>): WindowSizes => poolSizes('', r.inputs[0]!.shape, r.attrs);
const backward = (r: KernelRequest<PoolGradAttrs>): WindowSizes => poolSizes('', r.attrs.inputShape, r.attrs);

function maxPass(request: KernelRequest<PoolAttrs>): PoolPass {
  const sizes = forward(request);
  const withArgmax = request.used[1] === true;
  return {
    shader: 'pool/max',
    conditions: { with_argmax: withArgmax },
    bind: [read('input', 0), ...(withArgmax ? [write('output', 1)] : [])],
    sizes,
    pixels: outputPixels(sizes),
  };
}

function maxGradPass(request: KernelRequest<PoolGradAttrs>): PoolPass {
  const sizes = backward(request);
  const bind = [read('input', 0), read('input', 1)];
  return { shader: 'pool/max-grad', bind, sizes, pixels: inputPixels(sizes) };
}

function averagePass(request: KernelRequest<PoolAttrs>): PoolPass {
  const sizes = forward(request);
  return { shader: 'pool/average', bind: [read('input', 0)], sizes, pixels: outputPixels(sizes) };
}

function averageGradPass(request: KernelRequest<PoolGradAttrs>): PoolPass {
  const sizes = backward(request);
  return {
    shader: 'pool/average-grad',
    conditions: {},
    bind: [read('input', 0)],
    sizes,
    pixels: inputPixels(sizes),
  };
}

/** Windows side by side: each pixel lies in one at most, so a thread takes a window and writes all its pixels (shaders/pool/max-grad-tiles.wgsl). */
const windowTiles: Variant<PoolGradAttrs> = {
  name: 'window',
  takes: isTiled,
  applies: isTiled,
  dispatches: (request) => {
    const { device } = request;
    const sizes = backward(request);
    const windows = sizes.batch * ceilDiv(sizes.height, sizes.strideY) * ceilDiv(sizes.width, sizes.strideX);
    const pass = { ...maxGradPass(request), shader: 'pool/max-grad-tiles', pixels: windows };
    return [poolDispatch(pass, device)];
  },
};

function isTiled(request: KernelRequest<PoolGradAttrs>): boolean {
  const s = backward(request);
  const sideBySide = s.kernelHeight === s.strideY && s.kernelWidth === s.strideX;
  return sideBySide && s.padTop === 0 && s.padLeft === 0;
}

function poolKernel<A extends object>(
  op: string,
  pass: (request: KernelRequest<A>) => PoolPass,
  before: readonly Variant<A>[] = [],
): Kernel<A> {
  const dispatches = (request: KernelRequest<A>) => [poolDispatch(pass(request), request.device)];
  return { op, tail: true, variants: [...before, { name: 'pixel', applies: () => true, dispatches }] };
}

export const maxPoolKernel = poolKernel('max_pool', maxPass);
export const maxPoolGradKernel = poolKernel('max_pool_grad', maxGradPass, [windowTiles]);
export const avgPoolKernel = poolKernel('avg_pool', averagePass);
export const avgPoolGradKernel = poolKernel('avg_pool_grad', averageGradPass);
