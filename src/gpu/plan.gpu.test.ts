import { expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../core/nd-array.ts';
import { Builder } from '../graph/ir/builder.ts';
import type { Graph, ValueId } from '../graph/ir/graph.ts';
import { add, addScalar, clip, divide, mulScalar, multiply, subtract } from '../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../graph/ops/broadcast-in-dim.ts';
import { cast } from '../graph/ops/cast.ts';
import { dot } from '../graph/ops/dot.ts';
import { gather } from '../graph/ops/gather.ts';
import { interpret } from '../graph/ops/interpret.ts';
import { iota } from '../graph/ops/iota.ts';
import { pack } from '../graph/ops/pack.ts';
import { mean, reduce, sum } from '../graph/ops/reduce.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { stack } from '../graph/ops/stack.ts';
import { unary } from '../graph/ops/unary.ts';
import { gradients } from '../graph/passes/autodiff.ts';
import { makePlan } from './make-plan.ts';
import { compileGraph, readResults, runGraph, setInputs } from './testing/run-graph.ts';
import { sharedDevice } from './testing/shared-device.ts';

const noise = (i: number): number => Math.sin(i * 12.9898 + 4.1) * 0.5;

function expectClose(actual: NdArray, expected: NdArray, what: string): void {
  expect(actual.shape).toEqual(expected.shape);
  let scale = 1e-3;
  for (const x of expected.data) scale = Math.max(scale, Math.abs(x));
  for (let i = 0; i < expected.data.length; i++) {
    const error = Math.abs(actual.data[i]! - expected.data[i]!);
    if (!(error <= 2e-5 * scale))
      throw new Error(`${what}[${i}]: ${actual.data[i]} instead of ${expected.data[i]}`);
  }
}

const BATCH = 6;
const SAMPLES = 20;
const SIZES = [33, 17, 10] as const;
const padded = (n: number): number => Math.ceil(n / 64) * 64;

/** A small MLP with softmax cross-entropy, gathered bytes and RMSprop over one flat vector: every part of a real step. */
function mlpStep(): { graph: Graph; inputs: Record<string, NdArray> } {
  const b = new Builder();
  const shapes = [[33, 17], [17], [17, 10], [10]];
  const offsets: number[] = [];
  let total = 0;
  for (const s of shapes) {
    offsets.push(total);
    total += padded(s.reduce((n, d) => n * d, 1));
  }
  const flat = b.input('variable', 'params', 'float32', [total]);
  const v = b.input('variable', 'v', 'float32', [total]);
  const images = b.input('variable', 'images', 'uint8', [SAMPLES, SIZES[0]]);
  const labels = b.input('variable', 'labels', 'uint8', [SAMPLES]);
  const perm = b.input('variable', 'perm', 'uint32', [SAMPLES]);
  const at = add(b, cast(b, iota(b, [BATCH], 0), 'uint32'), b.scalar('start', 'uint32'));
  const rows = gather(b, perm, at);
  const x = mulScalar(b, gather(b, images, rows), 1 / 255);
  const y = gather(b, labels, rows);
  const params = shapes.map((s, i) =>
    reshape(b, slice(b, flat, [offsets[i]!], [s.reduce((n, d) => n * d, 1)]), s),
  );
  const h = unary(b, 'relu', add(b, dot(b, x, params[0]!), params[1]!));
  const logits = add(b, dot(b, h, params[2]!), params[3]!);
  const spread = (r: ValueId) => broadcastInDim(b, r, [BATCH, 10], [0]);
  const e = unary(b, 'exp', subtract(b, logits, spread(reduce(b, 'max', logits, [1]))));
  const p = divide(b, e, spread(sum(b, e, [1])));
  const oneHot = broadcastInDim(b, y, [BATCH, 10], [0]);
  const classes = cast(b, iota(b, [BATCH, 10], 1), 'float32');
  const target = b.emit1({ ...eq }, [oneHot, classes], {});
  const each = unary(b, 'neg', sum(b, multiply(b, target, unary(b, 'log', clip(b, p, 1e-7, 1 - 1e-7))), [1]));
  const loss = mean(b, each);
  const grads = gradients(b, loss, params);
  b.mark('', 'optimizer', () => {
    const g = pack(b, grads, offsets, total);
    const rho = b.scalar('rho');
    const v2 = add(
      b,
      multiply(b, rho, v),
      multiply(b, subtract(b, b.scalar('one'), rho), unary(b, 'square', g)),
    );
    const step = divide(
      b,
      multiply(b, b.scalar('learning_rate'), g),
      unary(b, 'sqrt', addScalar(b, v2, 1e-7)),
    );
    b.assign(v, v2);
    b.assign(flat, subtract(b, flat, step));
  });
  b.output('record', stack(b, [loss, sum(b, each)]));
  b.output('p', p);
  const inputs = {
    params: fromFunction([total], (i) =>
      offsets.some((o, k) => i >= o && i < o + shapes[k]!.reduce((n, d) => n * d, 1)) ? noise(i) : 0,
    ),
    v: fromFunction([total], () => 0),
    images: fromFunction([SAMPLES, SIZES[0]], (i) => (i * 37) % 256, 'uint8'),
    labels: fromFunction([SAMPLES], (i) => (i * 7) % 10, 'uint8'),
    perm: fromFunction([SAMPLES], (i) => (i * 3) % SAMPLES, 'uint32'),
    start: fromFunction([], () => 5, 'uint32'),
    rho: fromFunction([], () => 0.9),
    one: fromFunction([], () => 1),
    learning_rate: fromFunction([], () => 0.01),
  };
  return { graph: b.build(), inputs };
}

import { binaryDefs } from '../graph/ops/binary.ts';

const eq = binaryDefs.eq;

test.each([
  { fusion: true, reuse: true },
  { fusion: false, reuse: true },
  { fusion: true, reuse: false },
])('a whole training step equals the plain reference: %o', async (options) => {
  const opened = await sharedDevice();
  const { graph, inputs } = mlpStep();
  const expected = interpret(graph, inputs);
  const actual = await runGraph(opened, graph, inputs, options);
  for (const name of Object.keys(expected.outputs))
    expectClose(actual.outputs[name]!, expected.outputs[name]!, name);
  for (const name of Object.keys(expected.assigned))
    expectClose(actual.assigned[name]!, expected.assigned[name]!, name);
});

test('three steps with a changing learning rate stay equal to the reference', async () => {
  const opened = await sharedDevice();
  const { graph, inputs } = mlpStep();
  const on = await compileGraph(opened, graph);
  setInputs(on, graph, inputs);
  let state = inputs;
  for (const rate of [0.01, 0.1, 0.001]) {
    const given = { ...state, learning_rate: fromFunction([], () => rate) };
    const expected = interpret(graph, given);
    on.compiled.setScalar('learning_rate', rate);
    on.compiled.run();
    const actual = await readResults(on, graph);
    expectClose(actual.assigned.params!, expected.assigned.params!, `params at ${rate}`);
    state = { ...given, ...expected.assigned };
  }
  on.destroy();
});

test('the step takes few dispatches', async () => {
  const opened = await sharedDevice();
  const plan = makePlan(mlpStep().graph, opened.facts);
  console.log(
    plan.dispatches
      .map((d) => `${d.op} ${d.variant} ${d.phase} [${d.bindings.length}] ${d.workgroups}`)
      .join('\n'),
    plan.copies.length,
  );
  if (process.env.SHOW) console.log(plan.dispatches.map((d) => d.wgsl).join('\n=====\n'));
  expect(plan.dispatches.length).toBeLessThanOrEqual(10);
});
