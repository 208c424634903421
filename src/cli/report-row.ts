import type { PresetSize } from '../presets/preset.ts';
import type { GroupAccuracy } from './answers-by-group.ts';

/** What one training run came to: a line of the table in `docs/presets.md`. */
export interface ReportRow {
  readonly preset: string;
  readonly size: PresetSize;
  /** Settings that differ from those of the size. */
  readonly changed: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  readonly parameters: number;
  readonly epochs: number;
  /** Epochs that the size would have. */
  readonly allEpochs: number;
  /** Of training, without validation. */
  readonly seconds: number;
  readonly adapter: string;
  /** Validation accuracy by output, after the last epoch. */
  readonly accuracy: Readonly<Record<string, number>>;
  /** Accuracy of always giving the most frequent answer, by output. */
  readonly baseRates: Readonly<Record<string, number>>;
  readonly groups: readonly GroupAccuracy[];
  /** Validation accuracy after each epoch, of the first output whose base rate is known. */
  readonly curve: readonly number[];
}

/** Runs with the same key are the same experiment: the newer one takes the place of the older. */
export const rowKey = ({ preset, size, changed }: ReportRow): string =>
  `${preset} ${size} ${JSON.stringify(changed)}`;
