import { beforeEach, describe, expect, it } from 'vitest';
import { type NdArray, ndArray } from '../../core/nd-array.ts';
import type { Callback, CallbackModel } from './callback.ts';
import { CallbackList } from './callback-list.ts';
import { HistoryCallback } from './history.ts';
import type { Checkpoint } from './model-checkpoint.ts';
import { callbacks } from './table.ts';

/** A run whose only weight is the number of the epoch. */
class FakeRun implements CallbackModel {
  stopTraining = false;
  learningRate = 0.1;
  weight = 0;
  readonly messages: string[] = [];

  async getWeights(): Promise<NdArray[]> {
    return [ndArray(Float32Array.of(this.weight), [1])];
  }

  async setWeights([first]: readonly NdArray[]): Promise<void> {
    this.weight = first!.data[0]!;
  }

  directionOf(name: string): 'up' | 'down' | null {
    return name === 'accuracy' ? 'up' : null;
  }

  report(message: string): void {
    this.messages.push(message);
  }

  /** Trains one epoch per value; answers how many epochs ran. */
  async train(list: readonly Callback[], monitor: string, values: readonly number[]): Promise<number> {
    const all = new CallbackList(list, this);
    await all.onTrainBegin();
    let epoch = 0;
    while (epoch < values.length && !this.stopTraining) {
      this.weight = epoch;
      await all.onEpochBegin(epoch);
      await all.onEpochEnd(epoch, { [monitor]: values[epoch]! });
      epoch++;
    }
    await all.onTrainEnd();
    return epoch;
  }
}

let run: FakeRun;
beforeEach(() => {
  run = new FakeRun();
});

describe('early stopping', () => {
  it('stops after `patience` epochs without improvement, with the last weights', async () => {
    const stop = callbacks.earlyStopping({ patience: 2 });
    expect(await run.train([stop], 'val_loss', [5, 4, 4.5, 4.2, 1])).toBe(4);
    expect(stop).toMatchObject({ stoppedEpoch: 3, bestEpoch: 1 });
    expect(run.weight).toBe(3);
  });

  it('restores the best weights, also where it did not stop', async () => {
    const stop = callbacks.earlyStopping({ patience: 5, restoreBestWeights: true });
    expect(await run.train([stop], 'val_loss', [5, 3, 4])).toBe(3);
    expect(run.weight).toBe(1);
  });

  it('goes up for an accuracy, by more than minDelta', async () => {
    const stop = callbacks.earlyStopping({ monitor: 'val_accuracy', minDelta: 0.1, patience: 1 });
    expect(await run.train([stop], 'val_accuracy', [0.5, 0.7, 0.75, 0.9])).toBe(3);
  });

  it('wants its baseline beaten', async () => {
    const stop = callbacks.earlyStopping({ patience: 2, baseline: 1 });
    expect(await run.train([stop], 'val_loss', [5, 4, 3, 2])).toBe(4);
    expect(await new FakeRun().train([stop], 'val_loss', [5, 4, 4, 4])).toBe(3);
  });

  it('waits for startFromEpoch', async () => {
    const stop = callbacks.earlyStopping({ startFromEpoch: 2 });
    expect(await run.train([stop], 'val_loss', [1, 2, 3, 4, 5])).toBe(4);
  });

  it('reports a number that is not in the logs, and asks for the mode of an unknown one', async () => {
    await run.train([callbacks.earlyStopping()], 'loss', [1]);
    expect(run.messages[0]).toBe("EarlyStopping: 'val_loss' is not among the logs (loss); nothing is done.");
    const unknown = callbacks.earlyStopping({ monitor: 'score' });
    await expect(run.train([unknown], 'score', [1, 2])).rejects.toThrow(/mode: 'max' or mode: 'min'/);
  });
});

describe('reduce on plateau', () => {
  it('reduces after `patience` epochs, cools down, and stops at minLr', async () => {
    const reduce = callbacks.reduceLROnPlateau({
      monitor: 'loss',
      factor: 0.5,
      patience: 1,
      cooldown: 2,
      minLr: 0.04,
    });
    const history = new HistoryCallback();
    await run.train([reduce, history], 'loss', [1, 1, 1, 1, 1, 1]);
    expect(history.history.learning_rate).toEqual([0.1, 0.1, 0.05, 0.05, 0.04, 0.04]);
  });

  it('wants a factor below 1', () =>
    expect(() => callbacks.reduceLROnPlateau({ factor: 1 })).toThrow(/factor is below 1/));
});

describe('terminate on NaN', () => {
  it('stops, or throws where asked to', async () => {
    const list = new CallbackList([callbacks.terminateOnNaN()], run);
    await list.onBatchEnd(3, { loss: 1 });
    expect(run.stopTraining).toBe(false);
    await list.onBatchEnd(4, { loss: Number.NaN });
    expect(run.stopTraining).toBe(true);
    const loud = new CallbackList([callbacks.terminateOnNaN({ raiseError: true })], run);
    await expect(loud.onBatchEnd(5, { loss: Number.POSITIVE_INFINITY })).rejects.toThrow(/loss of batch 5/);
  });
});

describe('checkpoints', () => {
  it('keep the best only, under a name from the logs', async () => {
    const kept: Checkpoint[] = [];
    const save = (c: Checkpoint) => void kept.push(c);
    const checkpoint = callbacks.modelCheckpoint({
      save,
      saveBestOnly: true,
      name: 'w-{epoch:02d}-{val_loss:.2f}',
    });
    await run.train([checkpoint], 'val_loss', [3, 4, 2.5]);
    expect(kept.map((c) => [c.name, c.weights[0]!.data[0]])).toEqual([
      ['w-01-3.00', 0],
      ['w-03-2.50', 2],
    ]);
  });

  it('every few batches', async () => {
    const kept: string[] = [];
    const checkpoint = callbacks.modelCheckpoint({
      save: ({ name }) => void kept.push(name),
      saveFreq: 2,
      name: '{epoch}-{batch}',
    });
    const list = new CallbackList([checkpoint], run);
    expect(list.hasBatchHooks).toBe(true);
    await list.onEpochBegin(0);
    for (let batch = 0; batch < 5; batch++) await list.onBatchEnd(batch, { loss: 1 });
    expect(kept).toEqual(['1-2', '1-4']);
  });

  it('leave batches alone where saves are counted in epochs', () => {
    const list = new CallbackList([callbacks.modelCheckpoint({ save: () => {} })], run);
    expect(list.hasBatchHooks).toBe(false);
  });

  it('reject a name that is not in the logs', async () => {
    const checkpoint = callbacks.modelCheckpoint({ save: () => {}, name: '{val_acc}' });
    await expect(run.train([checkpoint], 'val_loss', [1])).rejects.toThrow(
      /names in braces are val_loss, epoch/,
    );
  });
});

it('a learning-rate scheduler sets the rate of each epoch', async () => {
  const history = new HistoryCallback();
  await run.train([callbacks.learningRateScheduler((_epoch, rate) => rate / 2), history], 'loss', [1, 1]);
  expect(history).toMatchObject({ epoch: [0, 1], history: { learning_rate: [0.05, 0.025], loss: [1, 1] } });
});
