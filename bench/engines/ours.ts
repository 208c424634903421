import type { Column } from '../../src/data/types.ts';
import { type OpenedDevice, openDevice } from '../../src/gpu/device.ts';
import {
  add,
  concatenate,
  input,
  type Layer,
  layers,
  model,
  optimizers,
  type SymbolicTensor,
} from '../../src/index.ts';
import { openSession } from '../../src/train/testing/open-session.ts';
import type { TrainingSession } from '../../src/train/training-session.ts';
import type { LayerApi } from '../rows/layer-api.ts';
import type { BatchData, TrainRow } from '../rows/row.ts';
import { firstWeights } from '../rows/values.ts';
import type { Block, Engine, Prepared } from './engine.ts';
import { prepareOp } from './ours-op.ts';

/** The batch lies on the device so many times: an epoch has that many steps. */
const COPIES = 64;

/** Our engine on a device of `gpu`: the browser's, or Dawn's in Node. */
export async function openOurs(gpu: GPU): Promise<Engine & { readonly opened: OpenedDevice }> {
  const opened = await openDevice(gpu);
  const { description, adapterClass } = opened.facts;
  return {
    opened,
    description: `${description} (${adapterClass})`,
    prepare: (row) => (row.kind === 'train' ? prepareTraining(opened, row) : prepareOp(opened, row)),
  };
}

async function prepareTraining(opened: OpenedDevice, row: TrainRow): Promise<Prepared> {
  const session = sessionOf(opened, row);
  await session.prepare();
  let losses: number[] = [];
  session.onSteps = (steps) => {
    losses.push(...steps.map(({ logs }) => logs.loss!));
  };
  const steps = async (count: number): Promise<Block> => {
    losses = [];
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      if (session.atEpochEnd) await session.endEpoch(false);
      await session.step();
    }
    await session.fetch();
    return { ms: performance.now() - start, losses };
  };
  return { steps, destroy: () => session.destroy() };
}

/** A session as the page's worker has it: resident data, batches gathered on the device. */
export function sessionOf(opened: OpenedDevice, row: TrainRow): TrainingSession {
  const made: Layer[] = [];
  const { inputs, outputs } = row.build(layerApi(made));
  const built = model({ inputs: [...inputs], outputs: { ...outputs } });
  const shared = made.flatMap((layer) => layer.weights);
  shared.forEach((weight, i) => {
    weight.set(firstWeights(weight.shape, i), weight.shape);
  });
  const each = <V>(pick: (name: string) => V) =>
    Object.fromEntries(Object.keys(row.outputs).map((name) => [name, pick(name)]));
  built.compile({
    optimizer: optimizers.rmsprop({ learningRate: row.learningRate }),
    loss: each((name) => row.outputs[name]!.loss),
    lossWeights: each((name) => row.outputs[name]!.weight),
  });
  const samples = row.batch * COPIES;
  const feed = { name: 'train', samples, inputs: columns(row.inputs()), targets: columns(row.targets()) };
  const all = { feed, available: () => samples, waitFor: () => Promise.resolve() };
  return openSession(opened, built, all, { batchSize: row.batch });
}

function layerApi(made: Layer[]): LayerApi<SymbolicTensor> {
  const note = <L>(layer: L): L => {
    made.push(layer as Layer);
    return layer;
  };
  return {
    input: (name, shape, dtype = 'float32') => input({ name, shape, dtype }),
    dense: (units, activation) => note(layers.dense({ units, activation })),
    embedding: (inputDim, outputDim) => note(layers.embedding({ inputDim, outputDim })),
    lstm: (units) => note(layers.lstm({ units })),
    conv: ({ filters, kernel, padding, activation }) =>
      note(layers.conv2d({ filters, kernelSize: kernel, padding, activation })),
    maxPool: ({ size, strides, padding }) => layers.maxPooling2d({ poolSize: size, strides, padding }),
    globalAveragePool: () => layers.globalAveragePooling2d(),
    flatten: () => layers.flatten(),
    add: (xs) => add([...xs]),
    concatenate: (xs) => concatenate([...xs]),
  };
}

const columns = (data: Readonly<Record<string, BatchData>>): Record<string, Column> =>
  Object.fromEntries(Object.entries(data).map(([name, batch]) => [name, columnOf(name, batch)]));

function columnOf(name: string, data: BatchData): Column {
  const shape = data.shape.slice(1);
  const base = { name, shape };
  switch (data.kind) {
    case 'numbers':
      return { ...base, dtype: 'float32', encoding: 'scale', data: repeated(data.values, Float32Array) };
    case 'pixels':
      return {
        ...base,
        dtype: 'uint8',
        encoding: 'scale',
        scale: 1 / 255,
        data: repeated(data.values, Uint8Array),
      };
    case 'ids':
      return { ...base, dtype: 'int32', encoding: 'id', data: repeated(data.values, Int32Array) };
    case 'one-hot': {
      const values = repeated(data.values, Uint8Array);
      return { ...base, dtype: 'uint8', encoding: 'one-hot', depth: data.depth, data: values };
    }
  }
}

function repeated<A extends Uint8Array | Int32Array | Float32Array>(
  batch: ArrayLike<number>,
  ArrayType: new (length: number) => A,
): A {
  const all = new ArrayType(batch.length * COPIES);
  for (let i = 0; i < COPIES; i++) all.set(batch, i * batch.length);
  return all;
}
