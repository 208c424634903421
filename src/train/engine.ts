import { type OpenedDevice, openDevice } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';

export { resetNames } from '../nn/names.ts';

/** A device and the pipelines compiled on it: what all sessions of a worker share. */
export interface Engine {
  readonly opened: OpenedDevice;
  readonly cache: PipelineCache;
}

/** Opens a device of `gpu`. Errors (kind `gpu`) where there is no adapter. */
export async function openEngine(gpu: GPU): Promise<Engine> {
  const opened = await openDevice(gpu);
  return { opened, cache: new PipelineCache(opened.device) };
}
