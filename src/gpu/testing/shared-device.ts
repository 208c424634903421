import { type OpenedDevice, openDevice } from '../device.ts';
import { nodeGpu } from '../node/gpu.ts';

const shared = globalThis as typeof globalThis & { trainyardDevice?: Promise<OpenedDevice> };

/** The one device of a test process. Errors where there is no adapter: a GPU test fails, it never skips. */
export function sharedDevice(): Promise<OpenedDevice> {
  shared.trainyardDevice ??= open();
  return shared.trainyardDevice;
}

async function open(): Promise<OpenedDevice> {
  return openDevice(globalThis.navigator?.gpu ?? (await nodeGpu()));
}
