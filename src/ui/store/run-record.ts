// A run as it is kept: settings, seed, adapter and curves.

import type { ControlValue, EpochLogs, PresetSize } from '../../worker/protocol.ts';
import type { Edit } from './state.ts';

export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly preset: string;
  readonly size: PresetSize;
  readonly seed: number;
  readonly adapter: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly steps: number;
  readonly settings: Readonly<Record<string, ControlValue>>;
  readonly edits: readonly Edit[];
  readonly epochs: readonly EpochLogs[];
  /** Curves by step, thinned to what a chart can show. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}
