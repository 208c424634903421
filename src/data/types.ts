/** Element types of stored columns. */
export type ColumnDType = 'uint8' | 'int32' | 'float32';
export type ColumnData = Uint8Array | Int32Array | Float32Array;

/**
 * How a stored element becomes a tensor element when the GPU gathers a batch.
 * `scale`: element · scale + offset, as float32. `id`: the integer itself, as int32. `one-hot`: a float32 axis of
 * `depth` is added at the end of the shape.
 */
export type ColumnEncoding = 'scale' | 'id' | 'one-hot';

/** Rows chosen from a shared column: entry k of sample i is row `rows[i · count + k]` of the shared data. */
export interface ColumnIndex {
  readonly rows: Uint32Array;
  /** The sample's part of the shape, such as [20] for a sequence of 20 images; [] for one row a sample. */
  readonly shape: readonly number[];
}

/** One named quantity of every sample, stored once. Columns with the same `data` object share one GPU buffer. */
export interface Column {
  readonly name: string;
  /** As stored, without the sample axis; with an index: the index's shape, then the shape of a row. */
  readonly shape: readonly number[];
  readonly dtype: ColumnDType;
  /** [samples, ...shape], row-major; with an index: [rows, ...shape of a row]. */
  readonly data: ColumnData;
  readonly encoding: ColumnEncoding;
  /** Factor of the `scale` encoding; default 1. */
  readonly scale?: number;
  /** Summand of the `scale` encoding; default 0. */
  readonly offset?: number;
  /** Ids lie in [0, depth). Required by `one-hot`. */
  readonly depth?: number;
  /** What the ids stand for: words, classes, people. */
  readonly names?: readonly string[];
  readonly index?: ColumnIndex;
}

/** One part of a data set. Its arrays have their full size from the start and fill up as shards arrive. */
export interface Split {
  readonly samples: number;
  /** How many samples, counted from the first, hold data by now. */
  readonly available: number;
  /** Samples of the first shard, where they come in shards: the same however fast they arrive. */
  readonly firstShard?: number;
  readonly columns: Readonly<Record<string, Column>>;
  /** Calls `listener(available)` after each arrival; returns a function that stops it. */
  onGrow(listener: (available: number) => void): () => void;
}

/** Where data come from, as the app shows it. */
export interface Provenance {
  /** Package and version, or the generator. */
  readonly source: string;
  /** Who made the data. */
  readonly origin: string;
  readonly licence: string;
  readonly description: string;
}

/** Samples that belong together when results are reported, such as the types of a question. */
export interface Groups {
  /** The id column that tells the group. */
  readonly column: string;
  readonly names: readonly string[];
  /** Share of the most frequent answer within each group, on the validation split. */
  readonly baseRates: readonly number[];
  /** Larger sets of groups by name, such as all relational questions. */
  readonly sets?: Readonly<Record<string, readonly number[]>>;
}

/** A numeric input: value = (x − mean) / deviation, where x is the raw number or, with `log`, ln(1 + the raw number). */
export interface Feature {
  readonly name: string;
  readonly log: boolean;
  readonly mean: number;
  readonly deviation: number;
}

export interface Dataset {
  readonly id: string;
  readonly title: string;
  readonly train: Split;
  readonly validation: Split;
  /** Names of the ids of the main target. */
  readonly classNames?: readonly string[];
  /** The text behind each sample, where there is one to show. */
  readonly texts?: { readonly train: readonly string[]; readonly validation: readonly string[] };
  /** How the numbers of a numeric input were normalised. */
  readonly features?: readonly Feature[];
  /** By target: the accuracy of always giving the most frequent answer, on the validation split. */
  readonly baseRates: Readonly<Record<string, number>>;
  readonly groups?: Groups;
  readonly provenance: Provenance;
  /** Settles when all shards have arrived; rejects with the DataError of the shard that did not. */
  readonly complete: Promise<void>;
  /** After a rejection: reads the missing shards again; settles like `complete`. */
  retry(): Promise<void>;
}

/** What the surroundings give to a loader: files in the worker by fetch, in Node from the disk. */
export interface LoadContext {
  /** The bytes of a file below `public/data/`. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Part done, from 0 to 1, and what is being done. Called also after `load` has returned, until all has arrived. */
  onProgress?(fraction: number, note: string): void;
  readonly signal?: AbortSignal;
}

/** A setting of a data set or preset, from which the page builds its control and the command line its option. */
export type ParamSpec =
  | ({ readonly kind: 'int' | 'float'; readonly label: string; readonly unit?: string } & NumberRange)
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly options: readonly string[];
      readonly default: string;
    }
  | { readonly kind: 'flag'; readonly label: string; readonly default: boolean };

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export type ParamValue = number | string | boolean;
export type Params = Readonly<Record<string, ParamValue>>;

/** One data set that can be loaded or generated: a file of its own and a line in `table.ts`. */
export interface DatasetSource {
  readonly id: string;
  readonly title: string;
  readonly params: Readonly<Record<string, ParamSpec>>;
  /**
   * Returns as soon as the first training samples can be used; `dataset.complete` tells when all can.
   * Parameters left out take their defaults. Errors: DataError (`retry` true where reading again may help), or
   * ConfigError for a parameter out of range.
   */
  load(context: LoadContext, params?: Params): Promise<Dataset>;
}
