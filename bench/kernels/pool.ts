import { fromFunction } from '../../src/core/nd-array.ts';
import {
  depthwiseConvInputGradKernel,
  depthwiseConvKernel,
  depthwiseConvKernelGradKernel,
} from '../../src/gpu/kernels/depthwise.ts';
import {
  avgPoolGradKernel,
  avgPoolKernel,
  maxPoolGradKernel,
  maxPoolKernel,
} from '../../src/gpu/kernels/pool.ts';
import { avgPoolDef } from '../../src/graph/ops/avg-pool.ts';
import { avgPoolGradDef } from '../../src/graph/ops/avg-pool-grad.ts';
import { depthwiseConvDef } from '../../src/graph/ops/depthwise-conv.ts';
import { depthwiseConvInputGradDef } from '../../src/graph/ops/depthwise-conv-input-grad.ts';
import { depthwiseConvKernelGradDef } from '../../src/graph/ops/depthwise-conv-kernel-grad.ts';
import { maxPoolDef } from '../../src/graph/ops/max-pool.ts';
import { maxPoolGradDef } from '../../src/graph/ops/max-pool-grad.ts';
import { explicitPad, type PaddingMode } from '../../src/graph/ops/padding.ts';
import type { BenchCase } from './cases.ts';

/** [batch, side of the image, channels, side of the window, padding, stride]. */
type Pool = readonly [number, number, number, number, PaddingMode, number];

const POOLS: readonly Pool[] = [
  [32, 23, 64, 2, 'valid', 2],
  [16, 32, 64, 2, 'valid', 2],
  [16, 32, 3, 3, 'same', 1],
];

export const poolCases: readonly BenchCase[] = POOLS.flatMap(
  ([batch, side, channels, size, mode, stride]) => {
    const what = `${size}×${size} ${mode}/${stride} on ${batch}×${side}×${side}×${channels}`;
    const pad = explicitPad(mode, side, size, stride);
    const inputShape = [batch, side, side, channels];
    const attrs = { window: [size, size], strides: [stride, stride], padding: [pad, pad] } as const;
    const x = fromFunction(inputShape, (i) => Math.sin(i));
    const argmax = () => maxPoolDef.reference([x], attrs, maxPoolDef.infer([x], attrs))[1]!;
    const dy = () => fromFunction(maxPoolDef.infer([x], attrs)[0]!.shape, (i) => Math.sin(2 * i));
    const gradAttrs = { ...attrs, inputShape };
    return [
      { name: `max_pool ${what}`, op: maxPoolDef, kernel: maxPoolKernel, attrs, inputs: () => [x] },
      {
        name: `max_pool_grad ${what}`,
        op: maxPoolGradDef,
        kernel: maxPoolGradKernel,
        attrs: gradAttrs,
        inputs: () => [dy(), argmax()],
      },
      { name: `avg_pool ${what}`, op: avgPoolDef, kernel: avgPoolKernel, attrs, inputs: () => [x] },
      {
        name: `avg_pool_grad ${what}`,
        op: avgPoolGradDef,
        kernel: avgPoolGradKernel,
        attrs: gradAttrs,
        inputs: () => [dy()],
      },
    ];
  },
);

/** [batch, side of the image, channels, side of the kernel, depth multiplier, stride]; padding same. */
type Depthwise = readonly [number, number, number, number, number, number];

const DEPTHWISE: readonly Depthwise[] = [
  [16, 32, 64, 3, 1, 1],
  [16, 32, 32, 3, 2, 2],
];

export const depthwiseCases: readonly BenchCase[] = DEPTHWISE.flatMap(
  ([batch, side, channels, size, multiplier, stride]) => {
    const what = `${size}×${size} ×${multiplier}/${stride} on ${batch}×${side}×${side}×${channels}`;
    const pad = explicitPad('same', side, size, stride);
    const inputShape = [batch, side, side, channels];
    const kernelShape = [size, size, channels, multiplier];
    const attrs = { strides: [stride, stride], padding: [pad, pad], dilation: [1, 1] } as const;
    const x = fromFunction(inputShape, (i) => Math.sin(i));
    const w = fromFunction(kernelShape, (i) => Math.cos(i));
    const dy = () => fromFunction(depthwiseConvDef.infer([x, w], attrs)[0]!.shape, (i) => Math.sin(2 * i));
    return [
      {
        name: `depthwise_conv ${what}`,
        op: depthwiseConvDef,
        kernel: depthwiseConvKernel,
        attrs,
        inputs: () => [x, w],
      },
      {
        name: `depthwise_conv_input_grad ${what}`,
        op: depthwiseConvInputGradDef,
        kernel: depthwiseConvInputGradKernel,
        attrs: { ...attrs, inputShape },
        inputs: () => [dy(), w],
      },
      {
        name: `depthwise_conv_kernel_grad ${what}`,
        op: depthwiseConvKernelGradDef,
        kernel: depthwiseConvKernelGradKernel,
        attrs: { ...attrs, kernelShape },
        inputs: () => [x, dy()],
      },
    ];
  },
);
