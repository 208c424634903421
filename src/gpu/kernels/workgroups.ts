import { gpuError } from '../../core/errors.ts';
import type { DeviceFacts } from '../device-facts.ts';

export const ceilDiv = (a: number, b: number): number => Math.ceil(a / b);

/**
 * A grid for `count` workgroups in one line, folded into y beyond the limit of one dimension (65,535). The shader finds
 * its number as `id.y * num_workgroups.x + id.x` and does nothing where that is not less than the count.
 */
export function foldGrid(count: number, device: DeviceFacts): [number, number, number] {
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  if (count <= limit) return [Math.max(1, count), 1, 1];
  const y = ceilDiv(count, limit);
  if (y > limit) {
    throw gpuError({
      where: 'dispatch',
      must: `at most ${limit} × ${limit} workgroups`,
      got: String(count),
      try: 'a smaller batch',
    });
  }
  return [ceilDiv(count, y), y, 1];
}
