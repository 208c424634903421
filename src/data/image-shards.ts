import { idColumn, pixelColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import type { FileEntry, ManifestEntry } from './manifest.ts';
import { fileOfRole, filesOfColumn, provenanceOf, readEntry } from './manifest.ts';
import { mostFrequentShare } from './measure.ts';
import type { RansModel } from './rans.ts';
import { decodeImages, ransModel } from './rans.ts';
import { readGzip, readVerified } from './read.ts';
import type { Dataset, LoadContext } from './types.ts';

/**
 * Loads labelled grey images whose pixels come in shards: columns `pixels` [height, width] and `label`. Returns after
 * the first training shard; the other shards fill the same arrays.
 */
export async function loadImages(context: LoadContext, id: string): Promise<Dataset> {
  const entry = await readEntry(context, id);
  const model = await readModel(context, entry);
  const train = await emptySplit(context, entry, 'train');
  const validation = await emptySplit(context, entry, 'validation');
  const shards = new ShardQueue(context, entry, model, [train, validation]);
  await shards.readNext();
  return {
    id,
    title: entry.title,
    train,
    validation,
    classNames: entry.classNames,
    baseRates: { label: mostFrequentShare(validation.columns.label!.data) },
    provenance: provenanceOf(entry),
    complete: shards.readAll(),
    retry: () => shards.readAll(),
  };
}

async function readModel(context: LoadContext, entry: ManifestEntry): Promise<RansModel> {
  const file = fileOfRole(entry, 'model');
  const bytes = await readGzip(context, file);
  return ransModel(new Uint16Array(bytes.buffer), file.path);
}

/** A split with its labels and room for all its pixels. */
async function emptySplit(context: LoadContext, entry: ManifestEntry, name: string): Promise<GrowingSplit> {
  const first = filesOfColumn(entry, name, 'pixels')[0]!;
  const shape = first.shape!;
  const samples = entry.splits[name]!.samples;
  const labels = await readGzip(context, filesOfColumn(entry, name, 'label')[0]!);
  const pixels = new Uint8Array(samples * shape[0]! * shape[1]!);
  const columns = [pixelColumn('pixels', pixels, shape), idColumn('label', labels, entry.classNames ?? 256)];
  return new GrowingSplit(samples, columns, 0, first.samples!);
}

interface Shard {
  readonly file: FileEntry;
  readonly split: GrowingSplit;
}

/** The shards still to be read, training before validation. A shard that fails stays in the queue. */
class ShardQueue {
  readonly #context: LoadContext;
  readonly #title: string;
  readonly #model: RansModel;
  readonly #pending: Shard[];
  readonly #count: number;
  #running: Promise<void> | null = null;

  constructor(
    context: LoadContext,
    entry: ManifestEntry,
    model: RansModel,
    [train, validation]: readonly [GrowingSplit, GrowingSplit],
  ) {
    this.#context = context;
    this.#title = entry.title;
    this.#model = model;
    this.#pending = [
      ...filesOfColumn(entry, 'train', 'pixels').map((file) => ({ file, split: train })),
      ...filesOfColumn(entry, 'validation', 'pixels').map((file) => ({ file, split: validation })),
    ];
    this.#count = this.#pending.length;
  }

  /** Reads and decodes the next shard. Errors: DataError with `retry`. */
  async readNext(): Promise<void> {
    const { file, split } = this.#pending[0]!;
    const coded = await readVerified(this.#context, file);
    const [height, width] = [file.shape![0]!, file.shape![1]!];
    const from = file.start! * height * width;
    const out = split.columns.pixels!.data as Uint8Array;
    decodeImages(coded, this.#model, height, width, out.subarray(from, from + file.rawBytes), file.path);
    this.#pending.shift();
    split.grow(file.start! + file.samples!);
    const done = this.#count - this.#pending.length;
    this.#context.onProgress?.(done / this.#count, `${this.#title}: part ${done} of ${this.#count}`);
  }

  /** Reads what is missing; calls while it runs share one promise. */
  readAll(): Promise<void> {
    if (this.#running !== null) return this.#running;
    const running = this.#drain().finally(() => {
      this.#running = null;
    });
    this.#running = running;
    // A caller who does not wait for the end must not turn a failed shard into an unhandled rejection.
    running.catch(() => {});
    return running;
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) await this.readNext();
  }
}
