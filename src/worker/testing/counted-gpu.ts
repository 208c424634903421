/** Bytes and buffers that live on all devices of a `CountedGpu`. */
export interface Alive {
  bytes: number;
  buffers: number;
}

/** A WebGPU entry whose devices count what is made on them and not yet destroyed. */
export function countedGpu(gpu: GPU): { readonly gpu: GPU; readonly alive: Alive } {
  const alive: Alive = { bytes: 0, buffers: 0 };
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options);
    if (adapter === null) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    const counted = async (descriptor?: GPUDeviceDescriptor) => count(await requestDevice(descriptor), alive);
    return replace(adapter, 'requestDevice', counted);
  };
  return { gpu: { requestAdapter } as unknown as GPU, alive };
}

function count(device: GPUDevice, alive: Alive): GPUDevice {
  const createBuffer = device.createBuffer.bind(device);
  let gone = false;
  const own: Alive = { bytes: 0, buffers: 0 };
  const add = (bytes: number, buffers: number) => {
    if (gone) return;
    own.bytes += bytes;
    own.buffers += buffers;
    alive.bytes += bytes;
    alive.buffers += buffers;
  };
  // With a device all that is on it goes.
  void device.lost.then(() => {
    add(-own.bytes, -own.buffers);
    gone = true;
  });
  return replace(device, 'createBuffer', (descriptor: GPUBufferDescriptor) => {
    const buffer = createBuffer(descriptor);
    const { size } = buffer;
    add(size, 1);
    const destroy = buffer.destroy.bind(buffer);
    let destroyed = false;
    return replace(buffer, 'destroy', () => {
      if (!destroyed) add(-size, -1);
      destroyed = true;
      destroy();
    });
  });
}

function replace<T extends object>(target: T, name: keyof T, value: unknown): T {
  Object.defineProperty(target, name, { configurable: true, value });
  return target;
}
