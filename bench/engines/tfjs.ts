import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { LayerApi } from '../rows/layer-api.ts';
import type { BatchData, OpRow, TrainRow } from '../rows/row.ts';
import { checkNumber, dense, firstWeights, operand } from '../rows/values.ts';
import type { Block, Engine, Prepared } from './engine.ts';

/** TensorFlow.js on one of its backends. */
export async function openTfjs(backend: 'webgpu' | 'wasm'): Promise<Engine> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainWasm,
    'tfjs-backend-wasm-simd.wasm': simdWasm,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
  });
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js must start on ${backend}`);
  await tf.ready();
  const prepare = async (row: TrainRow | OpRow) =>
    row.kind === 'train' ? prepareTraining(row) : prepareOp(row);
  return { description: `TensorFlow.js 4.22.0 ${tf.getBackend()}`, prepare };
}

function prepareTraining(row: TrainRow): Prepared {
  const { model, variables } = modelOf(row);
  const [inputs, targets] = [row.inputs(), row.targets()].map(tensors);
  const optimizer = tf.train.rmsprop(row.learningRate, 0.9, 0, 1e-7);
  const total = (): tf.Tensor => {
    const made = model.apply(inputs!, { training: true });
    return totalLoss(row, targets!, Array.isArray(made) ? made : [made]);
  };
  const step = async (): Promise<number> => {
    const cost = tf.tidy(() => optimizer.minimize(total, true, variables));
    const [loss] = await cost.data();
    cost.dispose();
    return loss!;
  };
  return { steps: (count) => timed(count, step), destroy: async () => void model.dispose() };
}

function modelOf(row: TrainRow): { model: tf.Model; variables: tf.Variable[] } {
  const made: tf.Layer[] = [];
  const { inputs, outputs } = row.build(layerApi(made));
  const names = Object.keys(row.outputs);
  const model = tf.model({ inputs: [...inputs], outputs: names.map((name) => outputs[name]!) });
  let index = 0;
  for (const layer of made) {
    const values = layer.weights.map(({ shape }) => tf.tensor(firstWeights(shape, index++), shape));
    layer.setWeights(values);
  }
  return { model, variables: made.flatMap((layer) => layer.weights.map((w) => w.read())) };
}

/** Σ weight · loss, as TensorFlow.js itself trains but for the weights, which it does not know. */
function totalLoss(row: TrainRow, targets: readonly tf.Tensor[], made: readonly tf.Tensor[]): tf.Tensor {
  const each = Object.values(row.outputs).map(({ loss, weight }, i) => {
    const of =
      loss === 'binary_crossentropy' ? tf.metrics.binaryCrossentropy : tf.metrics.categoricalCrossentropy;
    const value = of(targets[i]!, made[i]!).mean();
    return weight === 1 ? value : value.mul(weight);
  });
  return each.reduce((a, b) => a.add(b));
}

/** First values come from `firstWeights`; its own would take it seconds to make. */
const ZEROS = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', embeddingsInitializer: 'zeros' };

function layerApi(made: tf.Layer[]): LayerApi<tf.SymbolicTensor> {
  const call = (layer: tf.Layer) => (x: tf.SymbolicTensor) => layer.apply(x);
  const weighted = (layer: tf.Layer) => {
    made.push(layer);
    return call(layer);
  };
  return {
    input: (name, shape, dtype = 'float32') => tf.input({ name, shape: [...shape], dtype }),
    dense: (units, activation) => weighted(tf.layers.dense({ ...ZEROS, units, activation })),
    embedding: (inputDim, outputDim) => weighted(tf.layers.embedding({ ...ZEROS, inputDim, outputDim })),
    lstm: (units) => weighted(tf.layers.lstm({ ...ZEROS, units, recurrentActivation: 'sigmoid' })),
    conv: ({ filters, kernel, padding, activation }) =>
      weighted(tf.layers.conv2d({ ...ZEROS, filters, kernelSize: kernel, padding, activation })),
    maxPool: ({ size, strides, padding }) =>
      call(tf.layers.maxPooling2d({ poolSize: size, strides, padding })),
    globalAveragePool: () => call(tf.layers.globalAveragePooling2d({})),
    flatten: () => call(tf.layers.flatten()),
    add: (xs) => tf.layers.add().apply([...xs]),
    concatenate: (xs) => tf.layers.concatenate().apply([...xs]),
  };
}

const tensors = (data: Readonly<Record<string, BatchData>>): tf.Tensor[] => Object.values(data).map(tensorOf);

function tensorOf(data: BatchData): tf.Tensor {
  const { values, shape } = dense(data);
  return tf.tensor(values, shape, data.kind === 'ids' ? 'int32' : 'float32');
}

function prepareOp(row: OpRow): Prepared {
  const left = tf.tensor(operand(row.left, 1), [...row.left]);
  const right = tf.tensor(operand(row.right, 2), [...row.right]);
  const step = () => (row.op === 'matmul' ? tf.matMul(left, right) : tf.conv2d(left, right, 1, 'same'));
  const steps = async (count: number): Promise<Block> => {
    const start = performance.now();
    let last = new Float32Array() as Float32Array | Int32Array;
    for (let i = 0; i < count; i++) {
      const y = step();
      last = await y.data();
      y.dispose();
    }
    return { ms: performance.now() - start, losses: [checkNumber(last)] };
  };
  return { steps, destroy: async () => [left, right].forEach((t) => t.dispose()) };
}

async function timed(count: number, step: () => Promise<number>): Promise<Block> {
  const losses: number[] = [];
  const start = performance.now();
  for (let i = 0; i < count; i++) losses.push(await step());
  return { ms: performance.now() - start, losses };
}
