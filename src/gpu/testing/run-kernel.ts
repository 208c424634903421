import { allocate, bytesPerElement, type TypedArray } from '../../core/dtype.ts';
import { gpuError } from '../../core/errors.ts';
import { type NdArray, ndArray } from '../../core/nd-array.ts';
import { sizeOf } from '../../core/shape.ts';
import type { TensorType } from '../../graph/ir/graph.ts';
import type { OpenedDevice } from '../device.ts';
import { encodeKernel, type KernelCase, type PreparedKernel, prepareKernel } from './prepare-kernel.ts';

/**
 * Runs one instruction on the device and returns its outputs. Any validation, memory or internal error is thrown.
 * Output and scratch buffers start filled with 0xff bytes (NaN), so elements that a kernel forgets are seen.
 */
export async function runKernel<A extends object>(
  opened: OpenedDevice,
  test: KernelCase<A>,
): Promise<readonly NdArray[]> {
  const prepared = await checked(opened.device, () => prepareKernel(opened, test));
  try {
    return await checked(opened.device, () => runPrepared(prepared));
  } finally {
    prepared.destroy();
  }
}

async function runPrepared(prepared: PreparedKernel): Promise<readonly NdArray[]> {
  const { device } = prepared.opened;
  for (const buffer of [...prepared.outputs, ...prepared.scratch]) {
    device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size).fill(0xff));
  }
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encodeKernel(pass, prepared);
  pass.end();
  device.queue.submit([encoder.finish()]);
  return Promise.all(prepared.outputs.map((buffer, i) => readBack(device, buffer, prepared.outputTypes[i]!)));
}

async function readBack(device: GPUDevice, buffer: GPUBuffer, type: TensorType): Promise<NdArray> {
  const staging = device.createBuffer({
    size: buffer.size,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const data: TypedArray = allocate(type.dtype, sizeOf(type.shape));
  const bytes = new Uint8Array(staging.getMappedRange(), 0, sizeOf(type.shape) * bytesPerElement(type.dtype));
  new Uint8Array(data.buffer).set(bytes);
  staging.destroy();
  return ndArray(data, type.shape);
}

const FILTERS: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/** Runs `work` inside error scopes and throws what they caught. */
async function checked<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  const result = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const caught = await Promise.all(FILTERS.map(() => device.popErrorScope()));
  if ('error' in result) throw result.error;
  const messages = caught.filter((error) => error !== null).map((error) => error.message);
  if (messages.length > 0)
    throw gpuError({ where: 'kernel', must: 'must be valid', got: messages.join('; ') });
  return result.value;
}
