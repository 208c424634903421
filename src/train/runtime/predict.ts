import { allocate } from '../../core/dtype.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { sizeOf } from '../../core/shape.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Data, PredictOptions } from '../../nn/runtime.ts';
import type { CompiledStep } from '../program.ts';
import { predictedName } from '../step-graph.ts';
import { type BatchData, sliceData, unnamedFeed } from './batch-data.ts';
import type { LiveModel } from './live-model.ts';
import { withLive } from './live-models.ts';
import { readInputs } from './read-data.ts';
import { wholeNumber } from './whole-number.ts';

const WHERE = 'model.predict';

/** Batches whose outputs may be on their way to the host. */
const IN_FLIGHT = 2;

/** `model.predict`: outputs for any number of samples, in batches; the last may be short. */
export async function predict(
  model: AnyModel,
  x: Data,
  { batchSize = 32 }: PredictOptions,
): Promise<NdArray[]> {
  wholeNumber(WHERE, 'batchSize', batchSize, 1);
  const data = readInputs(WHERE, model, x);
  return withLive(model, async (live) => {
    await load(live, sliceData(data, 0, Math.min(batchSize, data.samples)));
    await live.uploadWeights();
    return predictAll(live, data, batchSize);
  });
}

async function predictAll(live: LiveModel, data: BatchData, batchSize: number): Promise<NdArray[]> {
  const parts: NdArray[][] = [];
  const waiting: Promise<NdArray[]>[] = [];
  const collect = async () => parts.push((await waiting.shift())!);
  for (let start = 0; start < data.samples; start += batchSize) {
    const batch = sliceData(data, start, Math.min(data.samples, start + batchSize));
    waiting.push(outputsOf(live.model, await load(live, batch)));
    if (waiting.length >= IN_FLIGHT) await collect();
  }
  while (waiting.length > 0) await collect();
  return live.model.outputs.map((_, i) => joined(parts.map((part) => part[i]!)));
}

/** Uploads a batch; gives the step that reads it. */
async function load({ feeds, program }: LiveModel, batch: BatchData): Promise<CompiledStep> {
  const feed = await feeds.put('predict', unnamedFeed(batch));
  return program.step('predict', feed, feed.samples);
}

/** Runs the step at once and resolves to its outputs in order. */
function outputsOf({ outputNames }: AnyModel, { compiled }: CompiledStep): Promise<NdArray[]> {
  compiled.run();
  return Promise.all(outputNames.map((name) => compiled.read(predictedName(name))));
}

/** Joins arrays along the first axis. */
function joined(parts: readonly NdArray[]): NdArray {
  const [first] = parts;
  const shape = [parts.reduce((n, part) => n + part.shape[0]!, 0), ...first!.shape.slice(1)];
  const data = allocate(first!.dtype, sizeOf(shape));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape, dtype: first!.dtype, data };
}
