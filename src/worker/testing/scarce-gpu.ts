/** How many more buffers can be made before one finds no memory; it is negative afterwards. */
export interface Scarcity {
  until: number;
}

/** A WebGPU entry on whose devices one buffer is made as where there is no memory: it is of no use, and the error scope around it says so. */
export function scarceGpu(gpu: GPU, scarcity: Scarcity): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options);
    if (adapter === null) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    const scarce = async (descriptor?: GPUDeviceDescriptor) =>
      failing(await requestDevice(descriptor), scarcity);
    return replace(adapter, 'requestDevice', scarce);
  };
  return { requestAdapter } as unknown as GPU;
}

function failing(device: GPUDevice, scarcity: Scarcity): GPUDevice {
  const createBuffer = device.createBuffer.bind(device);
  const popErrorScope = device.popErrorScope.bind(device);
  let fault = false;
  replace(device, 'createBuffer', (descriptor: GPUBufferDescriptor) => {
    fault = scarcity.until === 0;
    scarcity.until--;
    return createBuffer(descriptor);
  });
  return replace(device, 'popErrorScope', async () => {
    const found = fault;
    fault = false;
    const answer = await popErrorScope();
    return found ? { message: 'injected' } : answer;
  });
}

function replace<T extends object>(target: T, name: keyof T, value: unknown): T {
  Object.defineProperty(target, name, { configurable: true, value });
  return target;
}
