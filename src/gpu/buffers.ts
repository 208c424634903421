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
  /** Buffers of which it is not yet known whether there was memory for them. */
  private asked: { readonly buffer: GPUBuffer; readonly fault: Promise<GPUError | null> }[] = [];

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

  has(buffer: GPUBuffer): boolean {
    return this.owned.has(buffer);
  }

  /**
   * Resolves when all buffers made so far have their memory. Errors (GpuError, with the numbers) where some have none; these are
   * released.
   */
  async ready(): Promise<void> {
    const asked = this.asked.splice(0);
    const faults = await Promise.all(asked.map(({ fault }) => fault));
    const failed = asked.filter((_, i) => faults[i] !== null);
    if (failed.length === 0) return;
    const message = faults.find((fault) => fault !== null)!.message;
    const error = outOfMemory(
      failed.map(({ buffer }) => buffer),
      this.total,
      message,
    );
    for (const { buffer } of failed) this.release(buffer);
    throw error;
  }

  /** Takes over all buffers of another owner, of which it is known that there was memory for them. */
  adopt(other: BufferOwner): void {
    for (const buffer of other.owned) this.owned.add(buffer);
    this.total += other.total;
    other.owned.clear();
    other.total = 0;
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
    const { device } = this.opened;
    device.pushErrorScope('out-of-memory');
    const buffer = device.createBuffer({ label, size, usage });
    // A lost device has no answer; its loss is told elsewhere.
    const fault = device.popErrorScope().catch(() => null);
    this.asked.push({ buffer, fault });
    this.owned.add(buffer);
    this.total += size;
    return buffer;
  }
}

function outOfMemory(failed: readonly GPUBuffer[], total: number, message: string): Error {
  const needed = failed.reduce((n, { size }) => n + size, 0);
  const [first] = failed;
  return gpuError({
    where: 'GPU memory',
    must: `there must be ${formatBytes(needed)} for ${first!.label}, of ${formatBytes(total)} that are needed together`,
    got: message || 'none',
    try: 'a smaller batch, a smaller size of the model, or closing other pages that use the GPU',
  });
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

  /** As `BufferOwner.ready`; variables without memory are gone. */
  async ready(): Promise<void> {
    try {
      await this.owner.ready();
    } finally {
      for (const [name, { buffer }] of this.entries) if (!this.owner.has(buffer)) this.entries.delete(name);
    }
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
  const owner = new BufferOwner(opened);
  const staging = owner.staging('readback', Math.max(4, size));
  try {
    const ready = owner.ready();
    const encoder = opened.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
    opened.device.queue.submit([encoder.finish()]);
    const mapped = answered(opened.device, staging.mapAsync(1));
    // A staging buffer without memory is destroyed, which also ends the mapping: the first error is the one to tell.
    const [made, read] = await Promise.allSettled([ready, mapped]);
    for (const outcome of [made, read]) if (outcome.status === 'rejected') throw outcome.reason;
    const data = allocate(dtype, length);
    const bytes = new Uint8Array(data.buffer as ArrayBuffer);
    bytes.set(new Uint8Array(staging.getMappedRange()).subarray(0, bytes.length));
    return data;
  } finally {
    owner.destroy();
  }
}
