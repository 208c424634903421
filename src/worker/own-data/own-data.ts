import { configError } from '../../core/errors.ts';
import type { DecodeImage } from '../../data/image-folder.ts';
import type { Dataset } from '../../data/types.ts';
import { ownPictures } from '../../presets/own-pictures.ts';
import { ownTable } from '../../presets/own-table.ts';
import type { Preset } from '../../presets/preset.ts';
import { presetById } from '../../presets/table.ts';
import { errorInfo, isAbort } from '../errors.ts';
import type { Emit } from '../host.ts';
import { presetInfo } from '../preset-list.ts';
import type { ColumnReport, DataReport, GivenData } from '../protocol.ts';
import { checkPictures } from './check-pictures.ts';
import { checkTable } from './check-table.ts';
import type { Checked } from './checked.ts';

/** The preset of a person's data, by their kind. */
const IDS = { table: 'own-table', pictures: 'own-pictures' } as const;
const MAKERS = { table: ownTable, pictures: ownPictures } as const;

interface Used {
  readonly preset: Preset;
  readonly dataset: Dataset;
}

/** A person's own data: checks them, and makes presets of them. They live as long as the page and are kept nowhere. */
export class OwnData {
  private checking: AbortController | null = null;
  private candidate: Checked | null = null;
  private version = 0;
  private readonly used = new Map<string, Used>();

  constructor(
    private readonly emit: Emit,
    private readonly decode: DecodeImage,
  ) {}

  /** Reads files and tells what was found in them; a newer check ends an older one. Never rejects. */
  async check(request: number, given: GivenData): Promise<void> {
    this.drop();
    const stop = new AbortController();
    this.checking = stop;
    let columns: readonly ColumnReport[] = [];
    const tell = (report: DataReport | null, error: unknown) =>
      this.emit({
        type: 'checked-data',
        request,
        report,
        columns,
        error: error === null ? null : errorInfo(error),
      });
    try {
      const checked = await this.read(given, stop.signal, (found) => {
        columns = found;
      });
      if (stop.signal.aborted) return;
      this.candidate = checked;
      tell(checked.report, null);
    } catch (error) {
      if (!isAbort(error) && !stop.signal.aborted) tell(null, error);
    }
  }

  private read(
    given: GivenData,
    signal: AbortSignal,
    tell: (columns: readonly ColumnReport[]) => void,
  ): Promise<Checked> {
    if (given.kind === 'table') return checkTable(given, tell);
    const onProgress = (fraction: number, note: string) => {
      if (!signal.aborted)
        this.emit({ type: 'progress', task: 'data', done: Math.round(fraction * 1000), total: 1000, note });
    };
    return checkPictures(given, this.decode, { signal, onProgress });
  }

  /** Makes a preset of what was checked last, in the place of earlier data of the same kind. */
  use(): void {
    const { candidate } = this;
    if (candidate === null) throw notChosen();
    const { kind } = candidate.report;
    this.version++;
    const preset = MAKERS[kind](IDS[kind], this.version, candidate.dataset);
    this.used.set(IDS[kind], { preset, dataset: candidate.dataset });
    this.candidate = null;
    this.emit({ type: 'own-preset', preset: presetInfo(preset, ['default']) });
  }

  drop(): void {
    this.checking?.abort();
    this.checking = null;
    this.candidate = null;
  }

  /** The preset with this id, of a person's data or of the list. Errors name those that are known. */
  readonly preset = (id: string): Preset => {
    const own = this.used.get(id);
    if (own !== undefined) return own.preset;
    if (Object.values<string>(IDS).includes(id)) throw notChosen();
    return presetById(id);
  };

  /** The data of such a preset; undefined for any other data set. */
  dataset(id: string): Dataset | undefined {
    return this.used.get(id)?.dataset;
  }
}

const notChosen = (): Error =>
  configError({
    where: 'your data',
    must: 'files must be chosen anew after each start of the page, which keeps none of them',
    got: 'none',
    try: '“Your own data” in the list of presets',
  });
