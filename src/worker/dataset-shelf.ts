import { required } from '../core/invariant.ts';
import { datasets } from '../data/table.ts';
import type { Dataset, Params } from '../data/types.ts';
import { errorInfo, isAbort } from './errors.ts';
import type { Emit, Host } from './host.ts';

interface Shelved {
  readonly key: string;
  readonly dataset: Promise<Dataset>;
  readonly stop: AbortController;
}

/** Parts of a progress bar. */
const WHOLE = 1000;

/** Keeps the data set used last, so that another plan or preset on the same data loads nothing. */
export class DatasetShelf {
  private shelved: Shelved | null = null;

  constructor(
    private readonly host: Pick<Host, 'read'>,
    private readonly emit: Emit,
    /** A person's own data, by id. */
    private readonly own: (id: string) => Dataset | undefined = () => undefined,
  ) {}

  /** The data set, loaded if it is not the one on the shelf. Errors: DataError, or AbortError if another was asked for. */
  get(id: string, params: Params): Promise<Dataset> {
    const key = `${id} ${JSON.stringify(params)}`;
    if (this.shelved?.key === key) return this.shelved.dataset;
    this.clear();
    const stop = new AbortController();
    const shelved: Shelved = { key, stop, dataset: this.load(id, params, stop.signal) };
    this.shelved = shelved;
    shelved.dataset.then(
      (dataset) => this.watch(shelved, dataset.complete),
      () => this.drop(shelved),
    );
    return shelved.dataset;
  }

  /** Reads again what is missing of the data set on the shelf. False where nothing is on it. */
  retry(): boolean {
    const { shelved } = this;
    if (shelved === null) return false;
    void shelved.dataset.then((dataset) => this.watch(shelved, dataset.retry()));
    return true;
  }

  clear(): void {
    this.shelved?.stop.abort();
    this.shelved = null;
  }

  private async load(id: string, params: Params, signal: AbortSignal): Promise<Dataset> {
    const own = this.own(id);
    if (own !== undefined) return own;
    const source = required(datasets[id], `data set ${id}`);
    const onProgress = (fraction: number, note: string) => {
      if (signal.aborted) return;
      this.emit({ type: 'progress', task: 'data', done: Math.round(fraction * WHOLE), total: WHOLE, note });
    };
    const dataset = await source.load({ read: this.host.read, signal, onProgress }, params);
    signal.throwIfAborted();
    return dataset;
  }

  /** Tells the person of a shard that did not come. */
  private watch(shelved: Shelved, complete: Promise<void>): void {
    complete.catch((error: unknown) => {
      if (this.shelved === shelved && !isAbort(error)) this.emit({ type: 'error', error: errorInfo(error) });
    });
  }

  private drop(shelved: Shelved): void {
    if (this.shelved === shelved) this.shelved = null;
  }
}
