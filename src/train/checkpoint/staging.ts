import { answered } from '../../gpu/answered.ts';
import { BufferOwner } from '../../gpu/buffers.ts';
import type { OpenedDevice } from '../../gpu/device.ts';

/** A part of the device's memory to be copied to the host. */
export interface CopyRequest {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
}

interface Placed extends CopyRequest {
  readonly staging: number;
  readonly offset: number;
}

/** Buffers that are copied together lie in one staging buffer up to this size. */
const MOST_BYTES = 1 << 28;

/**
 * Copies the same buffers to the host again and again: what they hold at one moment of the queue, while later work goes on. The
 * staging buffers are made once.
 */
export class Staging {
  private constructor(
    private readonly opened: OpenedDevice,
    private readonly owner: BufferOwner,
    private readonly buffers: readonly GPUBuffer[],
    private readonly copies: readonly Placed[],
  ) {}

  /** Errors (GpuError) where the memory for it is not to be had; then nothing is left behind. */
  static async create(opened: OpenedDevice, requests: readonly CopyRequest[]): Promise<Staging> {
    const most = Math.min(MOST_BYTES, opened.facts.limits.maxBufferSize);
    const { copies, sizes } = pack(requests, most);
    const owner = new BufferOwner(opened);
    const buffers = sizes.map((bytes, i) => owner.staging(`snapshot ${i}`, bytes));
    await owner.ready().catch((error: unknown) => {
      owner.destroy();
      throw error;
    });
    return new Staging(opened, owner, buffers, copies);
  }

  get bytes(): number {
    return this.owner.bytes;
  }

  /** The bytes of the buffers, in their order, as they are when the work submitted so far is done. One call at a time. */
  async read(): Promise<ArrayBuffer[]> {
    const { device } = this.opened;
    const encoder = device.createCommandEncoder();
    for (const { buffer, bytes, staging, offset } of this.copies)
      encoder.copyBufferToBuffer(buffer, 0, this.buffers[staging]!, offset, bytes);
    device.queue.submit([encoder.finish()]);
    await answered(device, Promise.all(this.buffers.map((buffer) => buffer.mapAsync(1))));
    const parts = this.copies.map(({ bytes, staging, offset }) =>
      this.buffers[staging]!.getMappedRange(offset, bytes).slice(0),
    );
    for (const buffer of this.buffers) buffer.unmap();
    return parts;
  }

  destroy(): void {
    this.owner.destroy();
  }
}

/** Mapped ranges begin at multiples of eight bytes. */
const ALIGNMENT = 8;

/** Lays the buffers one behind the other; a new staging buffer begins where the next would not fit. */
function pack(requests: readonly CopyRequest[], most: number): { copies: Placed[]; sizes: number[] } {
  const sizes: number[] = [];
  const copies = requests.map((request): Placed => {
    const bytes = Math.ceil(request.bytes / 4) * 4;
    const room = sizes.length > 0 && sizes.at(-1)! + bytes <= most;
    if (!room) sizes.push(0);
    const staging = sizes.length - 1;
    const offset = sizes[staging]!;
    sizes[staging] = offset + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return { ...request, bytes, staging, offset };
  });
  return { copies, sizes };
}
