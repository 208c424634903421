// Convolution y = conv(x, w) and its input gradient, channels last: x [N, H, W, Cin], w [KH, KW, Cin, Cout], y [N, OH, OW, Cout].

import type { ConvInputGradAttrs } from '../../graph/ops/conv.ts';
import type { WindowAttrs } from '../../graph/ops/window.ts';
import { convElementVariant } from './conv-element.ts';
import { convLineTileVariants } from './conv-line-tile.ts';
import { convRegisterTileVariants } from './conv-register-tile.ts';
import {
  type Convolution,
  type ConvVariant,
  forwardConvolution,
  transposedConvolution,
} from './conv-sizes.ts';
import { convWorkgroupTileVariants } from './conv-workgroup-tile.ts';
import type { Kernel, KernelRequest } from './types.ts';

const VARIANTS: readonly ConvVariant[] = [
  ...convLineTileVariants,
  ...convRegisterTileVariants,
  ...convWorkgroupTileVariants,
  convElementVariant,
];

function convolutionKernel<A extends object>(
  op: string,
  read: (r: KernelRequest<A>) => Convolution,
): Kernel<A> {
  const variants = VARIANTS.map((variant) => ({
    name: variant.name,
    unrolled: variant.unrolled,
    applies: (request: KernelRequest<A>) => variant.applies(read(request), request),
    takes: (request: KernelRequest<A>) => variant.takes?.(read(request)) ?? true,
    possible: (request: KernelRequest<A>) => variant.possible?.(read(request), request) ?? false,
    dispatches: (request: KernelRequest<A>) => variant.dispatches(read(request), request),
  }));
  return { op, tail: true, variants };
}

export const convKernel: Kernel<WindowAttrs> = convolutionKernel('conv', forwardConvolution);
export const convInputGradKernel: Kernel<ConvInputGradAttrs> = convolutionKernel(
  'conv_input_grad',
  transposedConvolution,
);
