import type { DType } from '../../../core/dtype.ts';
import { fromFunction, type NdArray } from '../../../core/nd-array.ts';
import type { Shape } from '../../../core/shape.ts';

import { Builder } from '../../ir/builder.ts';
import type { Graph, ValueId } from '../../ir/graph.ts';
import { gradients } from '../../passes/autodiff.ts';
import { add, multiply } from '../arithmetic.ts';
import { avgPool } from '../avg-pool.ts';
import { BINARY, type BinaryName, binaryOf } from '../binary.ts';
import { broadcastInDim } from '../broadcast-in-dim.ts';
import { cast } from '../cast.ts';
import { catchUpRows } from '../catch-up-rows.ts';
import { concatenate } from '../concatenate.ts';
import { constant } from '../constant.ts';
import { conv2d } from '../conv.ts';
import { copyDef } from '../copy.ts';
import { depthwiseConv } from '../depthwise-conv.ts';
import { dot } from '../dot.ts';
import { dotColsum } from '../dot-colsum.ts';
import { gather } from '../gather.ts';
import { gru } from '../gru.ts';
import { iota } from '../iota.ts';
import { lstm } from '../lstm.ts';
import { maxPool } from '../max-pool.ts';
import { pack } from '../pack.ts';
import { pad } from '../pad.ts';
import { randomUniform } from '../random.ts';
import { reduce } from '../reduce.ts';
import { reshape } from '../reshape.ts';
import { reverse } from '../reverse.ts';
import { select } from '../select.ts';
import { simpleRnn } from '../simple-rnn.ts';
import { slice } from '../slice.ts';
import { stack } from '../stack.ts';
import { transpose } from '../transpose.ts';
import { UNARY, type UnaryName, unary } from '../unary.ts';
import { updateRows } from '../update-rows.ts';

interface CaseInput {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** Value of element i; default: numbers in (−0.9, 0.9) without ties. */
  readonly value?: (i: number) => number;
}

/** A small graph around one op. */
export interface OpCase {
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  readonly build: (b: Builder, inputs: readonly ValueId[]) => readonly ValueId[];
}

const varied = (i: number): number => Math.sin((i + 1) * 12.9898) * 0.9;
const positive = (i: number): number => 0.6 + 0.5 * Math.sin((i + 1) * 78.233);

const POSITIVE = new Set<UnaryName>(['log', 'sqrt', 'rsqrt']);

const unaryCases = (Object.keys(UNARY) as UnaryName[]).map(
  (name): OpCase => ({
    name,
    inputs: [{ shape: [3, 5], value: POSITIVE.has(name) ? positive : varied }],
    build: (b, [x]) => [unary(b, name, x!)],
  }),
);

const binaryCases = (Object.keys(BINARY) as BinaryName[]).map(
  (name): OpCase => ({
    name,
    inputs: [
      { shape: [3, 4], value: positive },
      { shape: [3, 4], value: (i) => positive(i + 7) },
    ],
    build: (b, [x, y]) => [binaryOf(b, name, x!, y!)],
  }),
);

const WINDOW = {
  strides: [2, 1],
  padding: [
    [1, 0],
    [1, 1],
  ],
  dilation: [1, 1],
} as const;
const POOL = {
  window: [2, 3],
  strides: [2, 2],
  padding: [
    [0, 1],
    [1, 0],
  ],
} as const;
const ids = (count: number) => (i: number) => (i * 7 + 3) % count;

const otherCases: readonly OpCase[] = [
  {
    name: 'select',
    inputs: [{ shape: [7], value: (i) => i % 2 }, { shape: [7] }, { shape: [7], value: positive }],
    build: (b, [c, x, y]) => [select(b, c!, x!, y!)],
  },
  {
    name: 'broadcast_in_dim row',
    inputs: [{ shape: [3, 1] }],
    build: (b, [x]) => [broadcastInDim(b, x!, [3, 5], [0, 1])],
  },
  {
    name: 'broadcast_in_dim column',
    inputs: [{ shape: [4] }],
    build: (b, [x]) => [broadcastInDim(b, x!, [3, 2, 4], [2])],
  },
  {
    name: 'broadcast_in_dim middle',
    inputs: [{ shape: [2, 3] }],
    build: (b, [x]) => [broadcastInDim(b, x!, [2, 4, 3, 5], [0, 2])],
  },
  {
    name: 'reshape',
    inputs: [{ shape: [3, 4] }],
    build: (b, [x]) => [unary(b, 'exp', reshape(b, x!, [2, 6]))],
  },
  { name: 'transpose', inputs: [{ shape: [2, 3, 5] }], build: (b, [x]) => [transpose(b, x!, [2, 0, 1])] },
  { name: 'slice', inputs: [{ shape: [5, 6] }], build: (b, [x]) => [slice(b, x!, [1, 2], [3, 3])] },
  {
    name: 'slice rows',
    inputs: [{ shape: [6, 4] }],
    build: (b, [x]) => [unary(b, 'neg', slice(b, x!, [2, 0], [3, 4]))],
  },
  { name: 'pad', inputs: [{ shape: [3, 4] }], build: (b, [x]) => [pad(b, x!, [1, 0], [2, 3])] },
  {
    name: 'concatenate',
    inputs: [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 4] }],
    build: (b, v) => [concatenate(b, v, 1)],
  },
  { name: 'stack', inputs: [{ shape: [5] }, { shape: [5] }], build: (b, v) => [stack(b, v)] },
  { name: 'reverse', inputs: [{ shape: [2, 3, 4] }], build: (b, [x]) => [reverse(b, x!, 1)] },
  {
    name: 'cast',
    inputs: [{ shape: [6], dtype: 'int32', value: (i) => i - 3 }],
    build: (b, [x]) => [cast(b, x!, 'float32')],
  },
  {
    name: 'iota',
    inputs: [{ shape: [3, 4] }],
    build: (b, [x]) => [add(b, x!, cast(b, iota(b, [3, 4], 0), 'float32'))],
  },
  { name: 'constant', inputs: [{ shape: [3] }], build: (b, [x]) => [multiply(b, x!, constant(b, 1e-7))] },
  {
    name: 'gather',
    inputs: [{ shape: [7, 3] }, { shape: [2, 4], dtype: 'int32', value: ids(7) }],
    build: (b, [t, i]) => [gather(b, t!, i!)],
  },
  {
    name: 'gather bytes',
    inputs: [
      { shape: [6, 8], dtype: 'uint8', value: (i) => (i * 37) % 256 },
      { shape: [5], dtype: 'uint32', value: ids(6) },
    ],
    build: (b, [t, i]) => [gather(b, t!, i!)],
  },
  {
    name: 'random_uniform',
    inputs: [{ shape: [], dtype: 'uint32', value: () => 41 }],
    build: (b, [seed]) => [randomUniform(b, seed!, [3, 8], 5)],
  },
  {
    name: 'pack',
    inputs: [{ shape: [5] }, { shape: [2, 3] }],
    build: (b, [x, y]) => [pack(b, [unary(b, 'exp', x!), unary(b, 'neg', y!)], [0, 64], 128)],
  },
  { name: 'copy', inputs: [{ shape: [5] }], build: (b, [x]) => [b.emit1(copyDef, [x!], {})] },
  { name: 'reduce_sum rows', inputs: [{ shape: [4, 6] }], build: (b, [x]) => [reduce(b, 'sum', x!, [1])] },
  {
    name: 'reduce_sum columns',
    inputs: [{ shape: [2, 5, 3] }],
    build: (b, [x]) => [reduce(b, 'sum', x!, [0, 1])],
  },
  {
    name: 'reduce_sum middle',
    inputs: [{ shape: [2, 5, 3] }],
    build: (b, [x]) => [reduce(b, 'sum', x!, [1])],
  },
  {
    name: 'reduce_sum pictures',
    inputs: [{ shape: [2, 7, 9, 3] }],
    build: (b, [x]) => [reduce(b, 'sum', x!, [1, 2])],
  },
  {
    name: 'reduce_sum apart',
    inputs: [{ shape: [3, 4, 5, 2] }],
    build: (b, [x]) => [reduce(b, 'sum', x!, [0, 2])],
  },
  { name: 'reduce_sum all', inputs: [{ shape: [70, 90] }], build: (b, [x]) => [reduce(b, 'sum', x!)] },
  { name: 'reduce_max', inputs: [{ shape: [4, 6] }], build: (b, [x]) => [reduce(b, 'max', x!, [1])] },
  { name: 'reduce_min', inputs: [{ shape: [4, 6] }], build: (b, [x]) => [reduce(b, 'min', x!, [0])] },
  { name: 'dot', inputs: [{ shape: [5, 7] }, { shape: [7, 3] }], build: (b, [x, y]) => [dot(b, x!, y!)] },
  {
    name: 'dot batched',
    inputs: [{ shape: [2, 7, 5] }, { shape: [2, 3, 7] }],
    build: (b, [x, y]) => [dot(b, x!, y!, { transposeA: true, transposeB: true })],
  },
  {
    name: 'dot_colsum',
    inputs: [{ shape: [7, 5] }, { shape: [7, 3] }],
    build: (b, [x, y]) => dotColsum(b, x!, y!, { transposeA: true }),
  },
  {
    name: 'conv',
    inputs: [{ shape: [2, 5, 4, 3] }, { shape: [2, 3, 3, 4] }],
    build: (b, [x, w]) => [conv2d(b, x!, w!, WINDOW)],
  },
  {
    name: 'depthwise_conv',
    inputs: [{ shape: [2, 5, 4, 3] }, { shape: [2, 3, 3, 2] }],
    build: (b, [x, w]) => [depthwiseConv(b, x!, w!, WINDOW)],
  },
  { name: 'max_pool', inputs: [{ shape: [2, 5, 4, 3] }], build: (b, [x]) => [maxPool(b, x!, POOL)[0]!] },
  { name: 'avg_pool', inputs: [{ shape: [2, 5, 4, 3] }], build: (b, [x]) => [avgPool(b, x!, POOL)] },
  {
    name: 'lstm',
    inputs: [{ shape: [3, 2, 12] }, { shape: [3, 12] }],
    build: (b, [x, u]) => [lstm(b, x!, u!).hs],
  },
  {
    name: 'lstm with dropped state',
    inputs: [
      { shape: [3, 2, 12] },
      { shape: [3, 12] },
      { shape: [2, 12], dtype: 'int32', value: (i) => (i % 3 === 0 ? 0 : 2) },
    ],
    build: (b, [x, u, drop]) => [lstm(b, x!, u!, { drop: cast(b, drop!, 'float32') }).hs],
  },
  {
    name: 'gru',
    inputs: [{ shape: [3, 2, 9] }, { shape: [3, 9] }],
    build: (b, [x, u]) => [gru(b, x!, u!).hs],
  },
  {
    name: 'simple_rnn',
    inputs: [{ shape: [3, 2, 4] }, { shape: [4, 4] }],
    build: (b, [x, u]) => [simpleRnn(b, x!, u!).hs],
  },
  ...[3, 8].flatMap(rowUpdates),
];

/** Updates of rows of a table of `width` columns: some rows repeat, some are beyond the table, some missed steps. */
function rowUpdates(width: number): OpCase[] {
  const listed = (k: number, dtype: DType, values: readonly number[]): CaseInput => ({
    shape: [values.length],
    dtype,
    value: (i) => values[i - 31 * k]!,
  });
  const clock: CaseInput = { shape: [], dtype: 'uint32', value: () => 9 };
  const indices = (k: number) => listed(k, 'int32', [3, 5, 3, -1, 7, 0, 3]);
  const average: CaseInput = { shape: [7, width], value: positive };
  const touched = (k: number) => listed(k, 'uint32', [0, 8, 9, 7, 4, 8, 2]);
  return [
    {
      name: `update_rows by the gradient, width ${width}`,
      inputs: [
        { shape: [7, width] },
        listed(1, 'float32', [0, 0.25]),
        indices(2),
        { shape: [7, width], value: positive },
      ],
      build: (b, [table, numbers, rows, g]) =>
        updateRows(b, { table: table!, numbers: numbers!, indices: rows!, gradients: g! }),
    },
    {
      name: `update_rows by its average, width ${width}`,
      inputs: [
        { shape: [7, width] },
        average,
        touched(2),
        clock,
        listed(4, 'float32', [0, 0.25, 0.75, 0.25, 1e-3]),
        indices(5),
        { shape: [7, width], value: positive },
      ],
      build: (b, [table, v, steps, now, numbers, rows, g]) =>
        updateRows(b, {
          table: table!,
          average: v!,
          touched: steps!,
          clock: now!,
          numbers: numbers!,
          indices: rows!,
          gradients: g!,
        }),
    },
    {
      name: `catch_up_rows of width ${width}`,
      inputs: [average, touched(1), clock, listed(3, 'float32', [0.75])],
      build: (b, [v, steps, now, numbers]) => catchUpRows(b, v!, steps!, now!, numbers!),
    },
  ];
}

/** A case for every op; the ops of gradients are in the backward part of the others. */
export const OP_CASES: readonly OpCase[] = [...unaryCases, ...binaryCases, ...otherCases];

/** Inputs of a case by name. */
export function caseInputs({ inputs }: OpCase): Record<string, NdArray> {
  const arrays = inputs.map(({ shape, dtype = 'float32', value = varied }, k) =>
    fromFunction(shape, (i) => value(i + 31 * k), dtype),
  );
  return Object.fromEntries(arrays.map((x, k) => [`x${k}`, x]));
}

/** Cotangent of element i of every output. */
export const cotangent = (i: number): number => Math.cos((i + 1) * 4.1414);

/** The outputs `y…`, and the gradients `g…` of Σ cotangent · y for the float inputs. */
export function caseGraph(test: OpCase): Graph {
  const b = new Builder();
  const inputs = test.inputs.map(({ shape, dtype = 'float32' }, k) =>
    b.input('batch', `x${k}`, dtype, shape),
  );
  const outputs = test.build(b, inputs);
  for (const [k, y] of outputs.entries()) b.output(`y${k}`, y);
  const floats = inputs.filter((v) => b.typeOf(v).dtype === 'float32');
  const [y] = outputs;
  if (floats.length > 0 && b.typeOf(y!).dtype === 'float32') {
    const weights = b.input('batch', 'cotangent', 'float32', b.shapeOf(y!));
    const loss = reduce(b, 'sum', multiply(b, y!, weights));
    gradients(b, loss, floats).forEach((g, k) => b.output(`g${inputs.indexOf(floats[k]!)}`, g));
  }
  return b.build();
}

/** Inputs of the graph of a case, its cotangent included. */
export function graphInputs(test: OpCase, graph: Graph): Record<string, NdArray> {
  const given = caseInputs(test);
  const weights = graph.inputs.find((i) => i.name === 'cotangent');
  if (weights === undefined) return given;
  const { shape } = graph.values[weights.value]!;
  return { ...given, cotangent: fromFunction(shape, cotangent) };
}
