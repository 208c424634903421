import { invariant } from '../core/invariant.ts';
import { answered } from '../gpu/answered.ts';
import { BufferOwner } from '../gpu/buffers.ts';
import type { CompiledPlan } from '../gpu/compile.ts';
import type { OpenedDevice } from '../gpu/device.ts';
import type { RecordPart } from './step-graph.ts';

/** What one step reported: the parts of the record, in its order. */
export type StepRecord = readonly Float32Array[];

/**
 * Records of the last steps, kept on the device and read back many at a time, so that a step never waits for the host.
 * One staging buffer: one read is under way at a time.
 */
export class MetricsRing {
  private readonly owner: BufferOwner;
  private readonly ring: GPUBuffer;
  private readonly staging: GPUBuffer;
  private readonly words: number;
  private written = 0;
  private taken = 0;

  constructor(
    private readonly opened: OpenedDevice,
    private readonly record: readonly RecordPart[],
    readonly capacity = 256,
  ) {
    this.words = record.reduce((n, part) => n + part.length, 0);
    this.owner = new BufferOwner(opened);
    this.ring = this.owner.storage('metrics ring', 4 * this.words * capacity);
    this.staging = this.owner.staging('metrics staging', 4 * this.words * capacity);
  }

  get bytes(): number {
    return this.owner.bytes;
  }

  /** As `BufferOwner.ready`. */
  ready(): Promise<void> {
    return this.owner.ready();
  }

  /** Steps recorded and not yet taken. */
  get waiting(): number {
    return this.written - this.taken;
  }

  get isFull(): boolean {
    return this.waiting >= this.capacity;
  }

  /** Copies the record of the step that `encoder` holds into the ring. */
  push(encoder: GPUCommandEncoder, compiled: CompiledPlan): void {
    invariant(!this.isFull, 'the ring has room');
    let at = (this.written % this.capacity) * this.words;
    for (const { output, length } of this.record) {
      const { buffer, offset } = compiled.outputBuffer(output);
      encoder.copyBufferToBuffer(buffer, offset, this.ring, 4 * at, 4 * length);
      at += length;
    }
    this.written++;
  }

  /** Reads all records that wait, oldest first. */
  async take(): Promise<StepRecord[]> {
    const [first, last] = [this.taken, this.written];
    if (first === last) return [];
    this.taken = last;
    const { device } = this.opened;
    const encoder = device.createCommandEncoder();
    const bytes = 4 * this.words * this.capacity;
    encoder.copyBufferToBuffer(this.ring, 0, this.staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await answered(device, this.staging.mapAsync(1));
    const all = new Float32Array(this.staging.getMappedRange(0, bytes).slice(0));
    this.staging.unmap();
    return Array.from({ length: last - first }, (_, i) => this.split(all, (first + i) % this.capacity));
  }

  private split(all: Float32Array, slot: number): StepRecord {
    let at = slot * this.words;
    return this.record.map(({ length }) => {
      at += length;
      return all.slice(at - length, at);
    });
  }

  destroy(): void {
    this.owner.destroy();
  }
}
