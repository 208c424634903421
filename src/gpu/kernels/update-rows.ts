// One step of an optimizer on the rows of a table that a batch looked up, in place: the entries of a row are chained in their order,
// so the sum of their gradients is the same every time; the first entry of a row updates it.

import {
  type UpdateRowsAttrs,
  type UpdateRowsInputs,
  updateRowsInputs,
} from '../../graph/ops/update-rows.ts';
import { linkEntries, THREADS_OF_A_ROW } from './embedding-grad.ts';
import { positions } from './recurrent.ts';
import type { Binding, Dispatch, Kernel, KernelRequest, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

type Request = KernelRequest<UpdateRowsAttrs>;

const OUT = { table: 0, average: 1, touched: 2 } as const;
const SCRATCH = { head: 0, next: 1, missed: 2 } as const;

interface Sizes {
  readonly count: number;
  readonly width: number;
  readonly rows: number;
}

function sizesOf({ inputs, attrs }: Request): Sizes {
  const { table, gradients } = updateRowsInputs(inputs, attrs);
  return { count: gradients.shape[0]!, width: table.shape[1]!, rows: table.shape[0]! };
}

const at = (request: Request): UpdateRowsInputs<number> =>
  updateRowsInputs(positions(request), request.attrs);

/** Bindings that a rule without an average does not have. */
const withAverage = ({ attrs }: Request, ...bindings: readonly Binding[]): readonly Binding[] =>
  attrs.average ? bindings : [];

function beginRows(request: Request): Dispatch {
  const { count, rows } = sizesOf(request);
  const { indices, numbers, clock } = at(request);
  return {
    shader: 'embedding/begin-rows',
    conditions: { average: request.attrs.average },
    constants: {},
    params: [u32('count', count), u32('rows', rows)],
    bind: [
      read('input', indices),
      read('scratch', SCRATCH.head),
      read('input', numbers),
      write('scratch', SCRATCH.missed),
      ...withAverage(request, read('input', clock!), write('output', OUT.touched)),
    ],
    workgroups: foldGrid(ceilDiv(count, 64), request.device),
    flops: 0,
    bytes: 4 * count * (request.attrs.average ? 5 : 3),
    tail: false,
  };
}

function updateRows(request: Request): Dispatch {
  const { count, width } = sizesOf(request);
  const { indices, numbers, gradients } = at(request);
  const { average } = request.attrs;
  const vec4 = width % 4 === 0;
  const columns = vec4 ? width / 4 : width;
  const software = request.device.adapterClass === 'software';
  // On a GPU four threads take sixteen columns.
  const threads = software ? THREADS_OF_A_ROW : 4 * ceilDiv(columns, 16);
  return {
    shader: 'embedding/update-rows',
    conditions: { vec4, average },
    constants: {},
    params: [u32('count', count), u32('width', columns), u32('threads', threads)],
    bind: [
      read('input', indices),
      read('scratch', SCRATCH.next),
      read('scratch', SCRATCH.missed),
      read('input', numbers),
      read('input', gradients),
      write('output', OUT.table),
      ...withAverage(request, write('output', OUT.average)),
    ],
    workgroups: foldGrid(ceilDiv(count * threads, 32), request.device),
    flops: count * width * (average ? 10 : 3),
    bytes: 4 * count * width * (average ? 5 : 3),
    tail: false,
  };
}

const link = (request: Request): Dispatch => linkEntries(sizesOf(request), at(request).indices);

function linkApart(request: Request): Dispatch {
  const workgroups = foldGrid(ceilDiv(sizesOf(request).count, 64), request.device);
  return { ...link(request), shader: 'embedding/link-entries-apart', workgroups };
}

const scratch = (request: Request): readonly number[] => {
  const { rows, count } = sizesOf(request);
  return [4 * rows, 4 * count, 4 * count];
};

/** The entries are chained on one thread, of a CPU. */
const oneChains: Variant<UpdateRowsAttrs> = {
  name: 'one-chains',
  applies: ({ device }) => device.adapterClass === 'software',
  scratch,
  dispatches: (request) => [link(request), beginRows(request), updateRows(request)],
};

/** Each entry looks for its own neighbours in the chain, on the many threads of a GPU. */
const eachChains: Variant<UpdateRowsAttrs> = {
  name: 'each-chains',
  applies: () => true,
  scratch,
  dispatches: (request) => [linkApart(request), beginRows(request), updateRows(request)],
};

export const updateRowsKernel: Kernel<UpdateRowsAttrs> = {
  op: 'update_rows',
  tail: false,
  variants: [oneChains, eachChains],
};
