import { gpuError } from '../core/errors.ts';
import { answered } from '../gpu/answered.ts';
import type { CompiledPlan } from '../gpu/compile.ts';
import type { OpenedDevice } from '../gpu/device.ts';

/**
 * Microseconds of each dispatch, the median of `runs`, from timestamp queries around passes of their own. The runs change
 * the variables as training steps do. Errors where the device has no timestamps.
 */
export async function timeDispatches(
  opened: OpenedDevice,
  compiled: CompiledPlan,
  runs: number,
): Promise<number[]> {
  const { device, facts } = opened;
  if (!facts.timestamps)
    throw gpuError({ where: 'timing', must: 'the device must offer timestamp queries', got: 'none' });
  const count = compiled.plan.dispatches.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 * count });
  const resolved = device.createBuffer({ size: 16 * count, usage: 0x200 | 0x4 }); // QUERY_RESOLVE | COPY_SRC
  const staging = device.createBuffer({ size: 16 * count, usage: 0x1 | 0x8 }); // MAP_READ | COPY_DST
  const samples: number[][] = Array.from({ length: count }, () => []);
  try {
    for (let run = 0; run < runs; run++) {
      const encoder = device.createCommandEncoder();
      compiled.encodeTimed(encoder, querySet);
      encoder.resolveQuerySet(querySet, 0, 2 * count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16 * count);
      device.queue.submit([encoder.finish()]);
      await answered(device, staging.mapAsync(1));
      const stamps = new BigUint64Array(staging.getMappedRange());
      samples.forEach((list, i) => list.push(Number(stamps[2 * i + 1]! - stamps[2 * i]!) / 1000));
      staging.unmap();
    }
  } finally {
    for (const gone of [querySet, resolved, staging]) gone.destroy();
  }
  return samples.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!);
}
