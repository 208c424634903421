import type { Logs } from '../train/log-book.ts';
import type { TrainingSession } from '../train/training-session.ts';

/** What an epoch of training came to. */
export interface EpochResult {
  /** Keras's names, `val_…` for those on the validation data. */
  readonly logs: Logs;
  /** Of training, without validation. */
  readonly seconds: number;
  readonly steps: number;
  readonly samples: number;
}

/** Trains a prepared session to the end of its epoch and validates. `onStep`: part of the epoch done, last loss known. */
export async function trainEpoch(
  session: TrainingSession,
  onStep: (part: number, loss: number) => void = () => {},
): Promise<EpochResult> {
  const started = performance.now();
  const { samples } = session.config.train.feed;
  let loss = Number.NaN;
  session.onSteps = (steps) => {
    loss = steps.at(-1)!.logs.loss!;
  };
  let steps = 0;
  while (!session.atEpochEnd) {
    await session.step();
    steps++;
    onStep(session.position.offset / samples, loss);
  }
  await session.fetch();
  const seconds = (performance.now() - started) / 1000;
  return { logs: await session.endEpoch(), seconds, steps, samples };
}
