import { answered } from '../answered.ts';
import type { OpenedDevice } from '../device.ts';

/** Encodes the work whose time is asked for, in one pass, with timestamps around it where they are given. */
export type Encode = (encoder: GPUCommandEncoder, timestamps?: GPUComputePassTimestampWrites) => void;

/** Measures work on the device. One measurement at a time. */
export interface Stopwatch {
  /** Whether other work on the device meanwhile would be counted too. */
  readonly alone: boolean;
  /** Milliseconds that the work takes. It is submitted before this returns, unless it must be alone. */
  time(encode: Encode): Promise<number>;
  destroy(): void;
}

/** By the device's own clock where it has one, else from the submit to the end of it. */
export function openStopwatch(opened: OpenedDevice): Stopwatch {
  return opened.facts.timestamps ? new TimestampWatch(opened.device) : new WallWatch(opened.device);
}

const QUERY_RESOLVE = 0x200; // GPUBufferUsage.QUERY_RESOLVE
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const MAP_READ = 0x1;

class TimestampWatch implements Stopwatch {
  readonly alone = false;
  private readonly querySet: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly staging: GPUBuffer;

  constructor(private readonly device: GPUDevice) {
    this.querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
    this.resolved = device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC });
    this.staging = device.createBuffer({ size: 16, usage: MAP_READ | COPY_DST });
  }

  async time(encode: Encode): Promise<number> {
    const { device, querySet, resolved, staging } = this;
    const encoder = device.createCommandEncoder();
    encode(encoder, { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 });
    encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16);
    device.queue.submit([encoder.finish()]);
    await answered(device, staging.mapAsync(1));
    const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange());
    staging.unmap();
    return Number(end - begin) / 1e6;
  }

  destroy(): void {
    for (const gone of [this.querySet, this.resolved, this.staging]) gone.destroy();
  }
}

class WallWatch implements Stopwatch {
  readonly alone = true;

  constructor(private readonly device: GPUDevice) {}

  async time(encode: Encode): Promise<number> {
    const { device } = this;
    await answered(device, device.queue.onSubmittedWorkDone());
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    encode(encoder);
    device.queue.submit([encoder.finish()]);
    await answered(device, device.queue.onSubmittedWorkDone());
    return performance.now() - start;
  }

  destroy(): void {}
}
