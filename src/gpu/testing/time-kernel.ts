import { encodeKernel, type PreparedKernel } from './prepare-kernel.ts';

export interface Timing {
  /** Median milliseconds of one run of the dispatch list. */
  readonly ms: number;
  readonly gflops: number;
  readonly runs: number;
  /** `timestamp`: the device's own clock; `wall`: submit to done, the overhead of one submit included. */
  readonly clock: 'timestamp' | 'wall';
}

export interface TimingOptions {
  /** Samples, default 5; the median counts. */
  readonly samples?: number;
  /** A sample repeats the list until it lasts about this long, default 30 ms. */
  readonly sampleMs?: number;
  /** Default `wall`: browsers round timestamps to 100 µs, and CPU adapters count other work in. */
  readonly clock?: Timing['clock'];
}

/** Times a prepared kernel: median of several samples, each a number of runs in one submit. */
export async function timeKernel(prepared: PreparedKernel, options: TimingOptions = {}): Promise<Timing> {
  const { samples = 5, sampleMs = 30 } = options;
  const clock = options.clock === 'timestamp' && prepared.opened.facts.timestamps ? 'timestamp' : 'wall';
  const sample = clock === 'timestamp' ? timestampSample : wallSample;
  await wallSample(prepared, 1);
  const runs = Math.max(1, Math.round(sampleMs / (await wallSample(prepared, 1))));
  const times: number[] = [];
  for (let i = 0; i < samples; i++) times.push((await sample(prepared, runs)) / runs);
  const ms = times.sort((a, b) => a - b)[samples >> 1]!;
  const flops = prepared.dispatches.reduce((sum, { dispatch }) => sum + dispatch.flops, 0);
  return { ms, gflops: flops / ms / 1e6, runs, clock };
}

async function wallSample(prepared: PreparedKernel, runs: number): Promise<number> {
  const { device } = prepared.opened;
  const start = performance.now();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encodeKernel(pass, prepared, runs);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - start;
}

async function timestampSample(prepared: PreparedKernel, runs: number): Promise<number> {
  const { device } = prepared.opened;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
  const resolved = device.createBuffer({ size: 16, usage });
  const read = device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
  const pass = encoder.beginComputePass({ timestampWrites });
  encodeKernel(pass, prepared, runs);
  pass.end();
  encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, read, 0, 16);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const [begin = 0n, end = 0n] = new BigUint64Array(read.getMappedRange());
  for (const object of [querySet, resolved, read]) object.destroy();
  return Number(end - begin) / 1e6;
}
