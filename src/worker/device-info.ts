import type { Engine } from '../train/engine.ts';
import type { DeviceInfo } from './protocol.ts';

/** What the page tells of the device. */
export function deviceInfo({ opened: { facts } }: Engine): DeviceInfo {
  return {
    vendor: facts.vendor,
    description: facts.description,
    software: facts.adapterClass === 'software',
    maxBufferSize: facts.limits.maxBufferSize,
    timestamps: facts.timestamps,
  };
}
