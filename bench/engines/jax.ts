import {
  blockUntilReady,
  type Device,
  defaultDevice,
  init,
  type Array as JaxArray,
  jit,
  lax,
  numpy as np,
  valueAndGrad,
} from '@jax-js/jax';
import type { BatchData, OpRow, TrainRow } from '../rows/row.ts';
import { checkNumber, dense, firstWeights, operand } from '../rows/values.ts';
import type { Block, Engine, Prepared } from './engine.ts';
import { computed, jaxLayers, type Symbolic, type WeightShapes } from './jax-layers.ts';

/** jax-js on one of its devices; a whole step is one jitted function. */
export async function openJax(device: Device): Promise<Engine> {
  const ready = await init(device);
  if (!ready.includes(device)) throw new Error(`jax-js must start on ${device}`);
  defaultDevice(device);
  const prepare = async (row: TrainRow | OpRow) =>
    row.kind === 'train' ? prepareTraining(row) : prepareOp(row);
  return { description: `jax-js 0.1.25 ${device}`, prepare };
}

type Arrays = Record<string, JaxArray>;
type State = readonly [params: JaxArray[], velocities: JaxArray[]];

function prepareTraining(row: TrainRow): Prepared {
  const shapes: WeightShapes = [];
  const { outputs } = row.build(jaxLayers(shapes));
  const [inputs, targets] = [arrays(row.inputs()), arrays(row.targets())];
  const gradients = valueAndGrad((params: JaxArray[], x: Arrays, y: Arrays) =>
    totalLoss(row, outputs, params, x, y),
  );
  const update = jit(
    (
      params: JaxArray[],
      velocities: JaxArray[],
      x: Arrays,
      y: Arrays,
    ): [JaxArray, JaxArray[], JaxArray[]] => {
      const [loss, grads] = gradients(
        params.map((p) => p.ref),
        x,
        y,
      );
      const moved = params.map((p, i) => rmsprop(p, velocities[i]!, grads[i]!, row.learningRate));
      return [loss, moved.map(([p]) => p), moved.map(([, v]) => v)];
    },
  );
  let [params, velocities]: State = [
    shapes.map((shape, i) => firstParam(shape, i)),
    shapes.map((shape) => np.zeros(stored(shape))),
  ];
  const step = async (): Promise<number> => {
    const [loss, ...state] = update(params, velocities, kept(inputs), kept(targets));
    [params, velocities] = state;
    await blockUntilReady(params);
    return (await loss.data())[0]!;
  };
  const destroy = async () => {
    for (const array of [...params, ...velocities, ...Object.values(inputs), ...Object.values(targets)])
      array.dispose();
    update.dispose();
  };
  return { steps: (count) => timed(count, step), destroy };
}

/** v ← 0.9·v + 0.1·g²; w ← w − η·g / √(v + 10⁻⁷) */
function rmsprop(w: JaxArray, v: JaxArray, g: JaxArray, rate: number): [JaxArray, JaxArray] {
  const velocity = v.mul(0.9).add(np.square(g.ref).mul(0.1));
  const moved = w.sub(g.mul(rate).div(np.sqrt(velocity.ref.add(1e-7))));
  return [moved, velocity];
}

function totalLoss(
  row: TrainRow,
  outputs: Readonly<Record<string, Symbolic>>,
  weights: JaxArray[],
  inputs: Arrays,
  targets: Arrays,
): JaxArray {
  const pass = { weights, inputs, made: new Map<Symbolic, JaxArray>() };
  const each = Object.entries(row.outputs).map(([name, { loss, weight }]) => {
    const value = crossentropy(loss, targets[name]!.ref, computed(outputs[name]!, pass));
    return weight === 1 ? value : value.mul(weight);
  });
  return each.reduce((a, b) => a.add(b));
}

/** Keras's losses with their clipping. */
function crossentropy(
  loss: 'binary_crossentropy' | 'categorical_crossentropy',
  y: JaxArray,
  p: JaxArray,
): JaxArray {
  const q = np.clip(p, 1e-7, 1 - 1e-7);
  if (loss === 'categorical_crossentropy') return np.mean(np.sum(y.mul(np.log(q)), -1)).mul(-1);
  const yes = y.ref.mul(np.log(q.ref));
  const no = y
    .mul(-1)
    .add(1)
    .mul(np.log(q.mul(-1).add(1)));
  return np.mean(yes.add(no)).mul(-1);
}

/** Kernels of convolutions lie [out, in, height, width]. */
const stored = (shape: readonly number[]): number[] =>
  shape.length === 4 ? [shape[3]!, shape[2]!, shape[0]!, shape[1]!] : [...shape];

function firstParam(shape: readonly number[], index: number): JaxArray {
  const array = np.array(firstWeights(shape, index), { shape: [...shape] });
  return shape.length === 4 ? array.transpose([3, 2, 0, 1]).add(0) : array;
}

const kept = (all: Arrays): Arrays =>
  Object.fromEntries(Object.entries(all).map(([name, a]) => [name, a.ref]));

const arrays = (data: Readonly<Record<string, BatchData>>): Arrays =>
  Object.fromEntries(Object.entries(data).map(([name, batch]) => [name, arrayOf(batch)]));

/** Pictures, [batch, height, width, channels], are laid channels first, sequences [steps · batch, features]. */
function arrayOf(data: BatchData): JaxArray {
  const { values, shape } = dense(data);
  const array = np.array(values, { shape });
  if (data.kind === 'ids') return array.transpose([1, 0]).reshape([values.length]).add(0);
  if (shape.length === 3)
    return array
      .transpose([1, 0, 2])
      .reshape([shape[0]! * shape[1]!, shape[2]!])
      .add(0);
  return shape.length === 4 ? array.transpose([0, 3, 1, 2]).add(0) : array;
}

function prepareOp(row: OpRow): Prepared {
  const conv = row.op === 'conv';
  const left = np.array(operand(row.left, 1), { shape: [...row.left] });
  const right = np.array(operand(row.right, 2), { shape: [...row.right] });
  const [a, b] = conv
    ? [left.transpose([0, 3, 1, 2]).add(0), right.transpose([3, 2, 0, 1]).add(0)]
    : [left, right];
  const run = jit((x: JaxArray, w: JaxArray) => (conv ? lax.conv(x, w, [1, 1], 'SAME') : np.matmul(x, w)));
  const steps = async (count: number): Promise<Block> => {
    let last: JaxArray | null = null;
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      last?.dispose();
      last = await run(a.ref, b.ref).blockUntilReady();
    }
    const ms = performance.now() - start;
    return { ms, losses: [checkNumber(await last!.data())] };
  };
  return { steps, destroy: async () => [a, b].forEach((t) => t.dispose()) };
}

async function timed(count: number, step: () => Promise<number>): Promise<Block> {
  const losses: number[] = [];
  const start = performance.now();
  for (let i = 0; i < count; i++) losses.push(await step());
  return { ms: performance.now() - start, losses };
}
