import { expect, test } from 'vitest';
import { ndArray } from '../../core/nd-array.ts';
import { Prng } from '../../core/prng.ts';
import { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import { binaryOf } from '../ops/binary.ts';
import { broadcastInDim } from '../ops/broadcast-in-dim.ts';
import { concatenate } from '../ops/concatenate.ts';
import { dot } from '../ops/dot.ts';
import { interpret } from '../ops/interpret.ts';
import { iota } from '../ops/iota.ts';
import { reduce } from '../ops/reduce.ts';
import { reshape } from '../ops/reshape.ts';
import { transpose } from '../ops/transpose.ts';
import { gradients } from './autodiff.ts';
import { gatherOneHot } from './gather-one-hot.ts';

const [BATCH, TIME, DEPTH, UNITS] = [2, 3, 5, 4];

function oneHot(b: Builder, ids: ValueId): ValueId {
  const wide = [...b.shapeOf(ids), DEPTH];
  return binaryOf(b, 'eq', broadcastInDim(b, ids, wide, [0, 1]), iota(b, wide, 2));
}

/** Two texts read by one kernel, steps before samples, joined along `axis`; and the kernel's gradient. */
function towers(axis: number) {
  const b = new Builder();
  const texts = ['left', 'right'].map((name) => oneHot(b, b.input('batch', name, 'int32', [BATCH, TIME])));
  const kernel = b.input('variable', 'kernel', 'float32', [axis === 2 ? 2 * DEPTH : DEPTH, UNITS]);
  const steps = transpose(b, concatenate(b, texts, axis), [1, 0, 2]);
  const rows = b.shapeOf(steps)[0]! * b.shapeOf(steps)[1]!;
  const out = dot(b, reshape(b, steps, [rows, b.shapeOf(steps)[2]!]), kernel);
  b.output('out', out);
  const loss = reshape(b, reduce(b, 'sum', binaryOf(b, 'mul', out, out), [0, 1]), []);
  b.output('gradient', gradients(b, loss, [kernel])[0]!);
  return b.build();
}

const random = (seed: number, size: number) => {
  const prng = new Prng(seed);
  return Float32Array.from({ length: size }, () => prng.uniform() - 0.5);
};

function feeds(rows: number) {
  return {
    left: ndArray(Int32Array.from([0, 4, 2, 2, 1, 3]), [BATCH, TIME]),
    right: ndArray(Int32Array.from([3, 3, 0, 1, 4, 0]), [BATCH, TIME]),
    kernel: ndArray(random(1, rows * UNITS), [rows, UNITS]),
  };
}

test('products with the joined texts of two towers are gathers, and so is the gradient', () => {
  const source = towers(0);
  const gathered = gatherOneHot(source);
  const ops = gathered.instrs.map(({ op }) => op);
  expect(ops).not.toContain('dot');
  expect(ops).toContain('gather');
  expect(ops).toContain('embedding_grad');
  const [before, after] = [source, gathered].map((graph) => interpret(graph, feeds(DEPTH)).outputs);
  for (const name of ['out', 'gradient'])
    for (const [i, want] of before![name]!.data.entries()) expect(after![name]!.data[i]).toBeCloseTo(want, 5);
});

test('texts joined along their depth are no longer one-hot', () => {
  const ops = gatherOneHot(towers(2)).instrs.map(({ op }) => op);
  expect(ops).toContain('dot');
  expect(ops).not.toContain('gather');
});
