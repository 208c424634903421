import { expect, test } from 'vitest';

const shaders = import.meta.glob<string>('/shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('WebGPU stands where browsers have it and computes', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  device.queue.writeBuffer(buffer, 0, new Float32Array([1, 2, 3, 4]));
  await buffer.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(buffer.getMappedRange())]).toEqual([1, 2, 3, 4]);
  device.destroy();
});

test('shader sources are importable by glob', () => {
  expect(Object.values(shaders).every((source) => typeof source === 'string')).toBe(true);
});

test('an uncaptured error is recorded, and would fail the test that made it', async () => {
  const { uncaptured } = (globalThis as unknown as { gpuHarness: { uncaptured: string[] } }).gpuHarness;
  const device = await (await navigator.gpu.requestAdapter())!.requestDevice();
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(uncaptured.splice(0)).toHaveLength(1);
  device.destroy();
});
