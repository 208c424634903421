import { configError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { readOptions } from '../read-options.ts';
import type { CallbackLogs } from './callback.ts';
import { checkpointName } from './checkpoint-name.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';

/** What a store is given to keep. */
export interface Checkpoint {
  /** The name made from the template; the same name again replaces what was kept. */
  readonly name: string;
  /** From 0. */
  readonly epoch: number;
  /** From 0; null at the end of an epoch. */
  readonly batch: number | null;
  readonly logs: Readonly<CallbackLogs>;
  /** All weights in Keras's order. */
  readonly weights: readonly NdArray[];
}

export interface ModelCheckpointOptions extends MonitorOptions {
  /** A template with the entries of the logs: `weights-{epoch:02d}-{val_loss:.2f}`; epoch and batch count from 1. Default `checkpoint`. */
  readonly name: string;
  /** 1 reports each save. Default 0. */
  readonly verbose: number;
  /** Save only when the watched number is better than ever. Default false. */
  readonly saveBestOnly: boolean;
  /** `epoch` (the default), or a number of batches between saves. */
  readonly saveFreq: 'epoch' | number;
  /** The first value has to be better than this. Default null. */
  readonly initialValueThreshold: number | null;
}

const DEFAULTS: ModelCheckpointOptions = {
  name: 'checkpoint',
  monitor: 'val_loss',
  verbose: 0,
  saveBestOnly: false,
  mode: 'auto',
  saveFreq: 'epoch',
  initialValueThreshold: null,
};

/** Where checkpoints go: a database, a file, a list. */
export type SaveCheckpoint = (checkpoint: Checkpoint) => void | Promise<void>;

/** Hands the weights to a store as training goes on. https://keras.io/api/callbacks/model_checkpoint/ */
export class ModelCheckpoint extends MonitorCallback {
  /** There only where saves are counted in batches: a hook of batches makes the run wait for their losses. */
  readonly onBatchEnd?: (batch: number, logs?: CallbackLogs) => Promise<void>;
  private epoch = 0;
  private batchesSinceSave = 0;
  private readonly save: SaveCheckpoint;
  private readonly options: ModelCheckpointOptions;

  constructor({ save, ...given }: { readonly save: SaveCheckpoint } & Partial<ModelCheckpointOptions>) {
    const options = readOptions('ModelCheckpoint', DEFAULTS, given);
    super('ModelCheckpoint', options, 0);
    const { saveFreq } = options;
    if (saveFreq !== 'epoch' && !(Number.isInteger(saveFreq) && saveFreq > 0)) {
      const must = "saveFreq is 'epoch' or a number of batches";
      throw configError({ where: 'ModelCheckpoint', must, got: String(saveFreq) });
    }
    this.save = save;
    this.options = options;
    this.best = options.initialValueThreshold;
    if (saveFreq !== 'epoch') this.onBatchEnd = (batch, logs = {}) => this.afterBatch(saveFreq, batch, logs);
  }

  onEpochBegin(epoch: number): void {
    this.epoch = epoch;
  }

  private async afterBatch(every: number, batch: number, logs: CallbackLogs): Promise<void> {
    this.batchesSinceSave += 1;
    if (this.batchesSinceSave < every) return;
    this.batchesSinceSave = 0;
    await this.offer(this.epoch, batch, logs);
  }

  async onEpochEnd(epoch: number, logs: CallbackLogs = {}): Promise<void> {
    if (this.options.saveFreq === 'epoch') await this.offer(epoch, null, logs);
  }

  private async offer(epoch: number, batch: number | null, logs: CallbackLogs): Promise<void> {
    if (this.options.saveBestOnly && !this.isBest(logs)) return;
    const name = checkpointName(this.options.name, {
      ...logs,
      epoch: epoch + 1,
      ...(batch !== null && { batch: batch + 1 }),
    });
    await this.save({ name, epoch, batch, logs: { ...logs }, weights: await this.model.getWeights() });
    if (this.options.verbose > 0)
      this.model.report(`ModelCheckpoint: epoch ${epoch + 1} is kept as '${name}'.`);
  }

  /** Keras saves, too, where the logs lack the watched entry. */
  private isBest(logs: CallbackLogs): boolean {
    const value = this.monitored(logs);
    if (value === undefined) return true;
    if (!this.improves(value, this.best)) return false;
    this.best = value;
    return true;
  }
}

export const modelCheckpoint = (
  options: { readonly save: SaveCheckpoint } & Partial<ModelCheckpointOptions>,
): ModelCheckpoint => new ModelCheckpoint(options);
