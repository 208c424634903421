import { type OpenedDevice, openDevice } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { adapterKey, type TextStore, Winners } from '../gpu/tune/winners.ts';

export { resetNames } from '../nn/names.ts';
export type { TextStore, Winners };

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

/** The measured choices of kernels that are stored for the GPU of an engine. */
export function loadWinners({ opened }: Engine, store: TextStore): Promise<Winners> {
  return Winners.load(store, adapterKey(opened));
}
