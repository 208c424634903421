import type { VariableStore } from '../gpu/buffers.ts';
import { orderName, type ResidentArray, residentArrays } from './feed.ts';
import type { GrowingFeed } from './training-session.ts';

/**
 * Puts the arrays of feeds on the device, rows as they arrive. Arrays with one row a sample grow with the feed; the
 * others (shared pixels behind an index) are complete from the start.
 */
export class ResidentData {
  /** Samples of the training feed that had arrived when it was added: the piece in which the first epoch is shuffled. */
  piece = Number.POSITIVE_INFINITY;

  constructor(private readonly store: VariableStore) {}

  add(growing: GrowingFeed): void {
    const { feed } = growing;
    if (this.store.has(orderName(feed.name))) return;
    this.piece = Math.min(this.piece, Math.max(1, growing.available()));
    this.store.buffer(orderName(feed.name), 'uint32', [feed.samples]);
    this.store.write(
      orderName(feed.name),
      Uint32Array.from({ length: feed.samples }, (_, i) => i),
    );
    for (const array of residentArrays(feed)) this.upload(array, growing);
  }

  private upload(array: ResidentArray, growing: GrowingFeed): void {
    const { name, data, shape } = array;
    const dtype =
      data instanceof Uint8Array
        ? 'uint8'
        : data instanceof Int32Array
          ? 'int32'
          : data instanceof Float32Array
            ? 'float32'
            : 'uint32';
    this.store.buffer(name, dtype, shape);
    const { samples } = growing.feed;
    if (shape[0] !== samples) this.store.write(name, data);
    else void this.uploadRows(array, growing, 0);
  }

  /** Rows that have arrived, then the others when they do. Rows must begin at multiples of four bytes. */
  private async uploadRows(array: ResidentArray, growing: GrowingFeed, from: number): Promise<void> {
    const { samples } = growing.feed;
    const width = array.shape[1]!;
    const available = growing.available();
    const to = available === samples ? samples : available - (available % 4);
    if (to > from && this.store.has(array.name))
      this.store.write(array.name, array.data.subarray(from * width, to * width), from * width);
    if (to >= samples) return;
    const arrived = await growing.waitFor(Math.min(samples, available + 1)).then(
      () => true,
      () => false,
    );
    if (arrived) await this.uploadRows(array, growing, Math.max(from, to));
  }
}
