import type { VariableStore } from '../gpu/buffers.ts';
import { orderName, type ResidentArray, residentArrays } from './feed.ts';
import type { GrowingFeed } from './training-session.ts';

/** The arrays of a feed that have one row a sample, and how many rows of them lie on the device. */
interface Growing {
  readonly arrays: readonly ResidentArray[];
  uploaded: number;
}

/**
 * Puts the arrays of feeds on the device, rows as they arrive. Arrays with one row a sample grow with the feed; the
 * others (shared pixels behind an index) are complete from the start.
 */
export class ResidentData {
  private readonly growing = new Map<GrowingFeed, Growing>();

  constructor(private readonly store: VariableStore) {}

  /** Makes room for a feed and uploads what has arrived; the rest follows as it arrives. */
  add(feed: GrowingFeed): void {
    const { name, samples } = feed.feed;
    if (this.store.has(orderName(name))) return;
    this.store.buffer(orderName(name), 'uint32', [samples]);
    this.store.write(
      orderName(name),
      Uint32Array.from({ length: samples }, (_, i) => i),
    );
    const arrays = residentArrays(feed.feed);
    for (const array of arrays) this.allocate(array);
    const isGrowing = ({ shape }: ResidentArray) => shape[0] === samples;
    for (const array of arrays) if (!isGrowing(array)) this.store.write(array.name, array.data);
    this.growing.set(feed, { arrays: arrays.filter(isGrowing), uploaded: 0 });
    void this.follow(feed);
  }

  /** Resolves when the first `samples` have arrived and lie on the device. Rejects where they do not arrive. */
  async have(feed: GrowingFeed, samples: number): Promise<void> {
    await feed.waitFor(samples);
    this.upload(feed);
  }

  private allocate({ name, data, shape }: ResidentArray): void {
    const dtype =
      data instanceof Uint8Array
        ? 'uint8'
        : data instanceof Int32Array
          ? 'int32'
          : data instanceof Float32Array
            ? 'float32'
            : 'uint32';
    this.store.buffer(name, dtype, shape);
  }

  /** Uploads rows early, so that no step need wait for a large upload. Who needs rows calls `have`. */
  private async follow(feed: GrowingFeed): Promise<void> {
    this.upload(feed);
    const available = feed.available();
    if (available >= feed.feed.samples) return;
    const arrived = await feed.waitFor(available + 1).then(
      () => true,
      () => false,
    );
    if (arrived) await this.follow(feed);
  }

  /** Uploads the rows that have arrived since the last time. */
  private upload(feed: GrowingFeed): void {
    const growing = this.growing.get(feed);
    const available = feed.available();
    if (growing === undefined || available <= growing.uploaded) return;
    // Writes begin at multiples of four bytes: up to three rows are written again.
    const from = growing.uploaded - (growing.uploaded % 4);
    for (const { name, data, shape } of growing.arrays) {
      const width = shape[1]!;
      if (this.store.has(name))
        this.store.write(name, data.subarray(from * width, available * width), from * width);
    }
    growing.uploaded = available;
  }
}
