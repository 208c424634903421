import type { AnyModel } from '../../nn/model.ts';
import type { Data, EvaluateOptions, Logs } from '../../nn/runtime.ts';
import { evaluate } from '../evaluate.ts';
import { unnamedFeed } from './batch-data.ts';
import { withLive } from './live-models.ts';
import { readData } from './read-data.ts';
import { wholeNumber } from './whole-number.ts';

const WHERE = 'model.evaluate';

/** `model.evaluate`: losses and metrics over all samples, each once; a short last batch counts by its size. */
export async function evaluateModel(
  model: AnyModel,
  x: Data,
  y: Data,
  { batchSize = 32, sampleWeight }: EvaluateOptions,
): Promise<Logs> {
  wholeNumber(WHERE, 'batchSize', batchSize, 1);
  const { data, resolved } = readData(WHERE, model, x, y, { sampleWeight });
  return withLive(model, async (live) => {
    const { program } = live;
    program.resolved = resolved;
    const feed = await live.feeds.put('evaluate', unnamedFeed(data));
    await program.step('evaluate', feed, Math.min(batchSize, feed.samples));
    await live.uploadWeights();
    return evaluate({ program, feed, resolved, batchSize, hyperparameters: {} });
  });
}
