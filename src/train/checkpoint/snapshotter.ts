import type { Optimizer } from '../../nn/optimizers/optimizer.ts';
import type { TrainingSession } from '../training-session.ts';
import type { OptimizerNumbers, RunState, Snapshot } from './snapshot.ts';
import { Staging } from './staging.ts';
import { type SavedVariable, savedVariables } from './variables.ts';

/** Takes snapshots of one prepared session while it trains. */
export class Snapshotter {
  private staging: Promise<Staging> | null = null;
  private bytesHeld = 0;
  private busy: Promise<unknown> = Promise.resolve();
  private readonly variables: readonly SavedVariable[];

  constructor(private readonly session: TrainingSession) {
    this.variables = savedVariables(session);
  }

  /** Bytes on the device: a second copy of weights and optimizer state, from the first snapshot on. */
  get bytes(): number {
    return this.bytesHeld;
  }

  /** Bytes of the tensors of a snapshot. */
  get snapshotBytes(): number {
    return this.variables.reduce((n, v) => n + v.places.reduce((m, p) => m + 4 * p.length, 0), 0);
  }

  /**
   * The run as it is after the last step submitted; steps may be submitted meanwhile. Errors (GpuError) where memory is short,
   * and where the device is lost.
   */
  take(): Promise<Snapshot> {
    const taken = this.busy.then(() => this.takeNow());
    this.busy = taken.catch(() => {});
    return taken;
  }

  private async takeNow(): Promise<Snapshot> {
    this.staging ??= this.makeStaging();
    const staging = await this.staging.catch((error: unknown) => {
      this.staging = null;
      throw error;
    });
    const { session } = this;
    const { catchUp } = session.program;
    await catchUp.ready();
    catchUp.run();
    const state = stateOf(session);
    const sums = session.sumsSoFar();
    const read = staging.read();
    const fetched = session.fetch();
    const [parts, , book] = await Promise.all([read, fetched, sums]);
    const tensors = this.variables.flatMap(({ places }, i) =>
      places.map(({ tensor, shape, offset, length }) => ({
        name: tensor,
        shape,
        data: new Float32Array(parts[i]!, 4 * offset, length),
      })),
    );
    return { state: { ...state, sums: book }, tensors };
  }

  private async makeStaging(): Promise<Staging> {
    const { opened, on } = this.session;
    const requests = this.variables.map(({ variable, length }) => ({
      buffer: on.store.buffer(variable, 'float32', [length]),
      bytes: 4 * length,
    }));
    const staging = await Staging.create(opened, requests);
    this.bytesHeld = staging.bytes;
    return staging;
  }

  async destroy(): Promise<void> {
    await this.busy;
    const staging = await this.staging?.catch(() => null);
    staging?.destroy();
    this.staging = null;
    this.bytesHeld = 0;
  }
}

function stateOf({
  position,
  config,
  piece,
  hyperparameters,
  optimizer,
  variants,
}: TrainingSession): Omit<RunState, 'sums'> {
  return {
    position: { ...position },
    seed: config.seed,
    piece,
    hyperparameters: { ...hyperparameters },
    optimizer: numbersOf(optimizer),
    variants,
  };
}

function numbersOf(optimizer: Optimizer): OptimizerNumbers {
  const { className, schedule, learningRate } = optimizer;
  const entries = Object.entries(optimizer.getConfig());
  const numbers = entries.filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] !== 'learningRate',
  );
  return {
    className,
    learningRate: schedule === null ? learningRate : null,
    numbers: Object.fromEntries(numbers),
  };
}
