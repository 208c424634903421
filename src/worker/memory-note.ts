import type { BuiltPreset } from '../presets/preset.ts';
import { checkMemory, type DeviceFacts, describeMemory, estimateMemory } from '../train/memory-estimate.ts';
import type { RunRequest } from './open-run.ts';

/**
 * What a step of the guide's size needs, for the page to show before anything is allocated or read; '' for the sizes that fit
 * anywhere. Errors (kind `gpu`) where a buffer would be too large for the device.
 */
export function memoryNote({ preset, size }: RunRequest, built: BuiltPreset, facts: DeviceFacts): string {
  if (size !== 'seed') return '';
  const estimate = estimateMemory(built.model, built.batchSize, facts);
  checkMemory(preset.title, estimate, facts);
  return `a step takes ${describeMemory(estimate)}`;
}
