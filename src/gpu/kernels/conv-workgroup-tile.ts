// Convolutions on GPUs: tiles of 64 pixels in workgroup memory (shaders/conv/workgroup-tile.wgsl).

import { type Convolution, type ConvVariant, classesOf, gridPixels } from './conv-sizes.ts';
import { read } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

const TILE_ROWS = 64;

/** Tiles of 64 channels, or of 16 for results with few. */
export const convWorkgroupTileVariants: readonly ConvVariant[] = [
  tileVariant('workgroup-64x64', 64, (cols) => cols % 64 === 0 || cols % 64 > 32),
  tileVariant('workgroup-64x16', 16, () => true),
];

function tileVariant(name: string, tileCols: number, suits: (cols: number) => boolean): ConvVariant {
  return {
    name,
    applies: ({ cols }, { device }) => device.adapterClass === 'hardware' && suits(cols),
    possible: ({ cols }, { device }) => device.adapterClass === 'hardware' && 2 * cols >= tileCols,
    dispatches: (conv, { device }) => {
      const { sizes, cols, flops, bytes } = conv;
      const [x, y] = foldGrid(ceilDiv(gridPixels(conv), TILE_ROWS) * ceilDiv(cols, tileCols), device);
      return [
        {
          shader: 'conv/workgroup-tile',
          conditions: conditionsOf(conv, tileCols),
          constants: {},
          params: windowParams(sizes),
          bind: [read('input', 0), read('input', 1)],
          workgroups: [x, y, classesOf(conv)],
          flops,
          bytes,
          tail: true,
        },
      ];
    },
  };
}

function conditionsOf(conv: Convolution, tileCols: number): Readonly<Record<string, boolean>> {
  const { transpose, inner, cols } = conv;
  return {
    transpose,
    strided: classesOf(conv) > 1,
    vec4_x: inner % 4 === 0,
    vec4_w: (transpose ? inner : cols) % 4 === 0,
    wide: tileCols === 64,
  };
}
