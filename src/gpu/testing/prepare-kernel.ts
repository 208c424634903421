import { bytesPerElement } from '../../core/dtype.ts';
import { gpuError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { sizeOf } from '../../core/shape.ts';
import type { TensorType } from '../../graph/ir/graph.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import type { OpenedDevice } from '../device.ts';
import type { Binding, Dispatch, Kernel, KernelRequest, Param, Variant } from '../kernels/types.ts';
import { defaultTail, linkShader, PARAMS_BINDING, STORAGE_BINDING, TAIL_INTS_BINDING } from '../shaders.ts';

/** One instruction to run by itself, without graph and plan. */
export interface KernelCase<A extends object> {
  readonly op: OpDef<A>;
  readonly kernel: Kernel<A>;
  /** Name of the variant; default: the first that applies. */
  readonly variant?: string;
  readonly inputs: readonly NdArray[];
  readonly attrs: A;
  /** Which outputs are read; default all. */
  readonly used?: readonly boolean[];
}

/** A dispatch that can be encoded again and again. */
export interface PreparedDispatch {
  readonly dispatch: Dispatch;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
}

export interface PreparedKernel {
  readonly opened: OpenedDevice;
  readonly variant: string;
  readonly dispatches: readonly PreparedDispatch[];
  readonly outputTypes: readonly TensorType[];
  readonly outputs: readonly GPUBuffer[];
  readonly scratch: readonly GPUBuffer[];
  destroy(): void;
}

interface Buffers {
  readonly input: readonly GPUBuffer[];
  readonly output: readonly GPUBuffer[];
  readonly scratch: readonly GPUBuffer[];
}

/** Buffers, pipelines and bind groups of a kernel variant. Errors with the compiler's or validator's messages. */
export async function prepareKernel<A extends object>(
  opened: OpenedDevice,
  test: KernelCase<A>,
): Promise<PreparedKernel> {
  const { device } = opened;
  const inputTypes = test.inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const outputTypes = test.op.infer(inputTypes, test.attrs);
  const request: KernelRequest<A> = {
    attrs: test.attrs,
    inputs: inputTypes,
    outputs: outputTypes,
    used: test.used ?? outputTypes.map(() => true),
    device: opened.facts,
  };
  const variant = pickVariant(test.kernel, request, test.variant);
  const buffers: Buffers = {
    input: test.inputs.map((array) => inputBuffer(device, array)),
    output: outputTypes.map((type) =>
      storageBuffer(device, sizeOf(type.shape) * bytesPerElement(type.dtype)),
    ),
    scratch: (variant.scratch?.(request) ?? []).map((bytes) => storageBuffer(device, bytes)),
  };
  const uniforms: GPUBuffer[] = [];
  const dispatches: PreparedDispatch[] = [];
  for (const dispatch of variant.dispatches(request)) {
    dispatches.push(await prepareDispatch(device, dispatch, buffers, outputTypes, uniforms));
  }
  const { input, output: outputs, scratch } = buffers;
  const destroy = () => {
    for (const buffer of [...input, ...outputs, ...scratch, ...uniforms]) buffer.destroy();
  };
  return { opened, variant: variant.name, dispatches, outputTypes, outputs, scratch, destroy };
}

function pickVariant<A extends object>(
  kernel: Kernel<A>,
  request: KernelRequest<A>,
  name?: string,
): Variant<A> {
  const found = kernel.variants.find((v) => (name === undefined ? v.applies(request) : v.name === name));
  if (found) return found;
  const must = name === undefined ? 'a variant must apply' : `variant ${name} must exist`;
  throw gpuError({ where: `kernel ${kernel.op}`, must, got: kernel.variants.map((v) => v.name).join(', ') });
}

async function prepareDispatch(
  device: GPUDevice,
  dispatch: Dispatch,
  buffers: Buffers,
  outputTypes: readonly TensorType[],
  uniforms: GPUBuffer[],
): Promise<PreparedDispatch> {
  const tailBinding = STORAGE_BINDING + dispatch.bind.length;
  const layout = device.createBindGroupLayout({ entries: layoutEntries(dispatch, tailBinding) });
  const pipeline = await createPipeline(device, dispatch, layout, defaultTail(tailBinding));
  const params = uniformBuffer(device, dispatch.params);
  uniforms.push(params);
  const entries: GPUBindGroupEntry[] = [{ binding: PARAMS_BINDING, resource: { buffer: params } }];
  dispatch.bind.forEach(({ from, index }, i) => {
    entries.push({ binding: STORAGE_BINDING + i, resource: { buffer: buffers[from][index]! } });
  });
  if (dispatch.tail) {
    const cols = outputTypes[0]!.shape.at(-1) ?? 1;
    const tailInts = uniformBuffer(device, [{ name: 'cols', type: 'u32', value: cols }]);
    uniforms.push(tailInts);
    entries.push({ binding: TAIL_INTS_BINDING, resource: { buffer: tailInts } });
    entries.push({ binding: tailBinding, resource: { buffer: buffers.output[0]! } });
  }
  return { dispatch, pipeline, bindGroup: device.createBindGroup({ layout, entries }) };
}

/** An explicit layout: it also checks that the shader's declarations agree with `Dispatch.bind`. */
function layoutEntries(dispatch: Dispatch, tailBinding: number): GPUBindGroupLayoutEntry[] {
  const entry = (binding: number, type: GPUBufferBindingType): GPUBindGroupLayoutEntry => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type },
  });
  const storage = ({ access }: Binding): GPUBufferBindingType =>
    access === 'read' ? 'read-only-storage' : 'storage';
  const tail = [entry(TAIL_INTS_BINDING, 'uniform'), entry(tailBinding, 'storage')];
  return [
    entry(PARAMS_BINDING, 'uniform'),
    ...dispatch.bind.map((bound, i) => entry(STORAGE_BINDING + i, storage(bound))),
    ...(dispatch.tail ? tail : []),
  ];
}

const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** Equal code, constants and binding types share a pipeline, as in a compiled step. */
function createPipeline(
  device: GPUDevice,
  dispatch: Dispatch,
  layout: GPUBindGroupLayout,
  tail: string,
): Promise<GPUComputePipeline> {
  const code = linkShader({ shader: dispatch.shader, conditions: dispatch.conditions, tail });
  const known = pipelines.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  pipelines.set(device, known);
  const key = JSON.stringify([code, dispatch.constants, dispatch.bind.map((b) => b.access)]);
  const pipeline = known.get(key) ?? compile(device, dispatch, layout, code);
  known.set(key, pipeline);
  return pipeline;
}

async function compile(
  device: GPUDevice,
  dispatch: Dispatch,
  layout: GPUBindGroupLayout,
  code: string,
): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label: dispatch.shader, code });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter((m) => m.type === 'error');
  if (errors.length > 0) {
    const lines = code.split('\n');
    const got = errors
      .map((m) => `${m.message} (line ${m.lineNum}: ${lines[m.lineNum - 1]?.trim()})`)
      .join('; ');
    throw gpuError({ where: `shader ${dispatch.shader}`, must: 'must compile', got });
  }
  return device.createComputePipelineAsync({
    label: dispatch.shader,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, constants: { ...dispatch.constants } },
  });
}

const align = (bytes: number, to: number): number => Math.max(to, Math.ceil(bytes / to) * to);

function storageBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  return device.createBuffer({ size: align(bytes, 16), usage });
}

function inputBuffer(device: GPUDevice, { data }: NdArray): GPUBuffer {
  const buffer = storageBuffer(device, data.byteLength);
  const padded = new Uint8Array(align(data.byteLength, 4));
  padded.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  device.queue.writeBuffer(buffer, 0, padded);
  return buffer;
}

function uniformBuffer(device: GPUDevice, params: readonly Param[]): GPUBuffer {
  const size = align(4 * params.length, 16);
  const view = new DataView(new ArrayBuffer(size));
  params.forEach(({ type, value }, i) => {
    if (type === 'f32') view.setFloat32(4 * i, value, true);
    else if (type === 'i32') view.setInt32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, view.buffer);
  return buffer;
}

/** Encodes the dispatches `times` over into one pass. */
export function encodeKernel(pass: GPUComputePassEncoder, prepared: PreparedKernel, times = 1): void {
  for (let i = 0; i < times; i++) {
    for (const { pipeline, bindGroup, dispatch } of prepared.dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...dispatch.workgroups);
    }
  }
}
