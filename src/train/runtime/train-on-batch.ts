import { configError } from '../../core/errors.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { BatchOptions, Data, Logs } from '../../nn/runtime.ts';
import { TrainingSession } from '../training-session.ts';
import type { LiveModel } from './live-model.ts';
import { withLive } from './live-models.ts';
import { readData } from './read-data.ts';

const WHERE = 'model.trainOnBatch';

/** `model.trainOnBatch`: one step on one batch, and its own losses and metrics. */
export async function trainOnBatch(model: AnyModel, x: Data, y: Data, options: BatchOptions): Promise<Logs> {
  const { data, resolved } = readData(WHERE, model, x, y, options);
  return withLive(model, async (live) => {
    if (live.isTraining) {
      throw configError({ where: WHERE, must: 'the model must not be in training', got: 'fit under way' });
    }
    live.program.resolved = resolved;
    const train = await live.resident('batch', data);
    const session = await live.batchSession(train.feed.name, async () => {
      const { opened, cache } = live.engine;
      const config = {
        model,
        resolved,
        train,
        validation: null,
        batchSize: data.samples,
        seed: 0,
        shuffle: false,
      };
      const made = new TrainingSession(opened, cache, config, live.program);
      await made.prepare();
      live.prepareOptimizer(resolved);
      return made;
    });
    return oneStep(live, session);
  });
}

async function oneStep(live: LiveModel, session: TrainingSession): Promise<Logs> {
  let logs: Logs = {};
  session.onSteps = (steps) => {
    logs = steps.at(-1)!.logs;
  };
  Object.assign(session.position, { offset: 0, iterations: live.iterations });
  session.clearNonFinite();
  await session.step();
  live.iterations = session.position.iterations;
  await session.fetch();
  return logs;
}
