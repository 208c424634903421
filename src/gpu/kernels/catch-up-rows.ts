// Brings the averages beside the rows of a table up to the present step, in place.

import { sizeOf } from '../../core/shape.ts';
import type { Kernel, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

const IN = { clock: 2, numbers: 3 } as const;
const OUT = { average: 0, touched: 1 } as const;

const rowAThread: Variant = {
  name: 'row-a-thread',
  applies: () => true,
  dispatches: ({ outputs: [average], device }) => {
    const [rows, width] = average!.shape as [number, number];
    const vec4 = width % 4 === 0;
    return [
      {
        shader: 'embedding/catch-up-rows',
        conditions: { vec4 },
        constants: {},
        params: [u32('rows', rows), u32('width', vec4 ? width / 4 : width)],
        bind: [
          read('input', IN.clock),
          read('input', IN.numbers),
          write('output', OUT.average),
          write('output', OUT.touched),
        ],
        workgroups: foldGrid(ceilDiv(rows, 16), device),
        flops: sizeOf(average!.shape),
        bytes: 8 * (sizeOf(average!.shape) + rows),
        tail: false,
      },
    ];
  },
};

export const catchUpRowsKernel: Kernel = { op: 'catch_up_rows', tail: false, variants: [rowAThread] };
