import type { ConvVariant } from './conv-sizes.ts';
import { read } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** One thread per element (shaders/conv/element.wgsl): for any shape on any device. */
export const convElementVariant: ConvVariant = {
  name: 'element',
  applies: () => true,
  dispatches: ({ sizes, transpose, pixels, cols, flops, bytes }, { device }) => [
    {
      shader: 'conv/element',
      conditions: { transpose },
      constants: {},
      params: windowParams(sizes),
      bind: [read('input', 0), read('input', 1)],
      workgroups: foldGrid(ceilDiv(pixels * cols, 64), device),
      flops,
      bytes,
      tail: true,
    },
  ],
};
