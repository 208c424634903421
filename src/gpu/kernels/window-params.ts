import type { WindowSizes } from '../../graph/ops/window.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { type Param, u32 } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** Threads that keep the cores of a CPU busy. */
const ENOUGH_THREADS = 4096;

/**
 * Among how many threads the channels of a pixel are shared, of `groups` that can be told apart: all on a GPU; on a CPU, where a thread
 * costs more than a step of a loop, only as many as keep the cores busy.
 */
export function channelShares(pixels: number, groups: number, { adapterClass }: DeviceFacts): number {
  return adapterClass === 'hardware' ? groups : Math.min(groups, ceilDiv(ENOUGH_THREADS, pixels));
}

/**
 * The fields of `Params` in shaders/conv/window.wgsl; `chunk` is for kernels that share the work of an element or a pixel among
 * threads.
 */
export function windowParams(s: WindowSizes, chunk = 0): readonly Param[] {
  return [
    u32('batch', s.batch),
    u32('height', s.height),
    u32('width', s.width),
    u32('channels', s.channels),
    u32('out_height', s.outHeight),
    u32('out_width', s.outWidth),
    u32('out_channels', s.outChannels),
    u32('kernel_height', s.kernelHeight),
    u32('kernel_width', s.kernelWidth),
    u32('stride_y', s.strideY),
    u32('stride_x', s.strideX),
    u32('pad_top', s.padTop),
    u32('pad_left', s.padLeft),
    u32('dilation_y', s.dilationY),
    u32('dilation_x', s.dilationX),
    u32('chunk', chunk),
  ];
}
