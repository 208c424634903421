import type { NdArray } from '../core/nd-array.ts';
import { BATCH_START, type Feed, orderName, residentArrays } from './feed.ts';
import type { Program } from './program.ts';
import { predictedName } from './step-graph.ts';

/** Outputs by the names of the model, [count, ...]. */
export type Predicted = Readonly<Record<string, NdArray>>;

/**
 * Outputs of the model for `count` samples of a resident feed from `start` on. One prediction of a program at a time: the
 * outputs of a batch size lie in the same buffers.
 */
export async function predictBatch(
  program: Program,
  feed: Feed,
  start: number,
  count: number,
): Promise<Predicted> {
  const { compiled } = await program.step('predict', feed, count);
  compiled.setScalar(BATCH_START, start);
  compiled.run();
  const names = program.on.model.outputNames;
  const values = await Promise.all(names.map((name) => compiled.read(predictedName(name))));
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

/**
 * Outputs for a feed that is given now: its data are uploaded in place of the last ones of the same name, which must have
 * had the same shapes.
 */
export async function predictGiven(program: Program, feed: Feed): Promise<Predicted> {
  await program.step('predict', feed, feed.samples);
  const { store } = program;
  store.write(
    orderName(feed.name),
    Uint32Array.from({ length: feed.samples }, (_, i) => i),
  );
  for (const { name, data } of residentArrays(feed)) store.write(name, data);
  return predictBatch(program, feed, 0, feed.samples);
}
