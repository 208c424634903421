import type { DType, TypedArray } from '../core/dtype.ts';
import { allocate, bytesPerElement } from '../core/dtype.ts';
import { gpuError } from '../core/errors.ts';
import { required } from '../core/invariant.ts';
import type { NdArray } from '../core/nd-array.ts';
import type { Shape } from '../core/shape.ts';
import { sizeOf } from '../core/shape.ts';
import { answered } from './answered.ts';
import type { OpenedDevice } from './device.ts';

const STORAGE = 0x80; // GPUBufferUsage.STORAGE
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const MAP_READ = 0x1;
const UNIFORM = 0x40;

export const formatBytes = (bytes: number): string =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(2)} GB`
    : bytes >= 1e6
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${Math.ceil(bytes / 1e3)} kB`;

/** Sizes that a device allows, checked by name before anything is allocated. */
export function checkBufferSize(opened: OpenedDevice, what: string, bytes: number): void {
  const { maxBufferSize, maxStorageBufferBindingSize } = opened.facts.limits;
  const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  if (bytes <= limit) return;
  const name = maxBufferSize < maxStorageBufferBindingSize ? 'maxBufferSize' : 'maxStorageBufferBindingSize';
  throw gpuError({
    where: what,
    must: `must fit into one buffer of this GPU (${name} = ${formatBytes(limit)})`,
    got: formatBytes(bytes),
    try: 'a smaller batch or a smaller model',
  });
}

/**
 * Owner of GPU buffers: every buffer that it made is destroyed with it, and its bytes are known. One owner for the
 * variables of a run, one for each compiled plan.
 */
export class BufferOwner {
  private readonly owned = new Set<GPUBuffer>();
  private total = 0;

  constructor(readonly opened: OpenedDevice) {}

  get bytes(): number {
    return this.total;
  }

  storage(label: string, bytes: number): GPUBuffer {
    checkBufferSize(this.opened, label, bytes);
    return this.create(label, Math.max(16, bytes), STORAGE | COPY_SRC | COPY_DST);
  }

  uniform(label: string, bytes: number): GPUBuffer {
    return this.create(label, Math.max(16, bytes), UNIFORM | COPY_DST);
  }

  staging(label: string, bytes: number): GPUBuffer {
    return this.create(label, Math.max(16, bytes), MAP_READ | COPY_DST);
  }

  release(buffer: GPUBuffer): void {
    if (!this.owned.delete(buffer)) return;
    this.total -= buffer.size;
    buffer.destroy();
  }

  destroy(): void {
    for (const buffer of [...this.owned]) this.release(buffer);
  }

  private create(label: string, bytes: number, usage: number): GPUBuffer {
    const size = Math.ceil(bytes / 4) * 4;
    const buffer = this.opened.device.createBuffer({ label, size, usage });
    this.owned.add(buffer);
    this.total += size;
    return buffer;
  }
}

/** Named tensors that live on the device from run to run: weights, optimizer state, resident data. */
export class VariableStore {
  private readonly entries = new Map<string, { buffer: GPUBuffer; dtype: DType; shape: Shape }>();
  private readonly owner: BufferOwner;

  constructor(readonly opened: OpenedDevice) {
    this.owner = new BufferOwner(opened);
  }

  get bytes(): number {
    return this.owner.bytes;
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The buffer of a variable, made (filled with zeros) at the first request. */
  buffer(name: string, dtype: DType, shape: Shape): GPUBuffer {
    const known = this.entries.get(name);
    if (known !== undefined) return known.buffer;
    const bytes = Math.max(4, sizeOf(shape) * bytesPerElement(dtype));
    const buffer = this.owner.storage(name, bytes);
    this.entries.set(name, { buffer, dtype, shape });
    return buffer;
  }

  /** Writes a part (or all) of a variable; `offset` in elements. */
  write(name: string, data: TypedArray, offset = 0): void {
    const { buffer, dtype } = this.entry(name);
    this.opened.device.queue.writeBuffer(buffer, offset * bytesPerElement(dtype), padded(data));
  }

  /** Reads a variable back. */
  async read(name: string): Promise<NdArray> {
    const { buffer, dtype, shape } = this.entry(name);
    const data = await readBuffer(this.opened, buffer, dtype, sizeOf(shape));
    return { dtype, shape, data };
  }

  remove(name: string): void {
    const known = this.entries.get(name);
    if (known === undefined) return;
    this.entries.delete(name);
    this.owner.release(known.buffer);
  }

  destroy(): void {
    this.entries.clear();
    this.owner.destroy();
  }

  private entry(name: string) {
    return required(this.entries.get(name), `variable ${name}`);
  }
}

/** writeBuffer takes multiples of four bytes. */
function padded(data: TypedArray): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  if (bytes.length % 4 === 0) return bytes;
  const out = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  out.set(bytes);
  return out;
}

/** Copies `length` elements from the start of a buffer to the host. */
export async function readBuffer(
  opened: OpenedDevice,
  buffer: GPUBuffer,
  dtype: DType,
  length: number,
  offset = 0,
): Promise<TypedArray> {
  const size = Math.ceil((length * bytesPerElement(dtype)) / 4) * 4;
  const staging = opened.device.createBuffer({
    label: 'readback',
    size: Math.max(4, size),
    usage: MAP_READ | COPY_DST,
  });
  try {
    const encoder = opened.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
    opened.device.queue.submit([encoder.finish()]);
    await answered(opened.device, staging.mapAsync(1));
    const data = allocate(dtype, length);
    const bytes = new Uint8Array(data.buffer as ArrayBuffer);
    bytes.set(new Uint8Array(staging.getMappedRange()).subarray(0, bytes.length));
    return data;
  } finally {
    staging.destroy();
  }
}
