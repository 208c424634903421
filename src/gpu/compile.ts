import { bytesPerElement, type TypedArray } from '../core/dtype.ts';
import { gpuError, TrainyardError } from '../core/errors.ts';
import { required } from '../core/invariant.ts';
import type { NdArray } from '../core/nd-array.ts';
import { sizeOf } from '../core/shape.ts';
import { BufferOwner, checkBufferSize, formatBytes, readBuffer, type VariableStore } from './buffers.ts';
import { MAX_SCALARS } from './codegen/frame.ts';
import type { OpenedDevice } from './device.ts';
import type {
  BufferRef,
  ExecutionPlan,
  NamedBuffer,
  PlannedDispatch,
  PlannedOutput,
} from './execution-plan.ts';
import type { CompileProgress, Pipeline, PipelineCache } from './pipelines.ts';
import { PARAMS_BINDING, STEP_SCALARS_BINDING, STORAGE_BINDING, TAIL_INTS_BINDING } from './shaders.ts';

interface Encodable {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** Offsets of uniform bindings are multiples of this many bytes (minUniformBufferOffsetAlignment). */
const UNIFORM_ALIGNMENT = 256;

/**
 * A plan on a device: pipelines, buffers and bind groups made once. A step writes its scalars, encodes and submits;
 * it creates no GPU object but the command encoder.
 */
export class CompiledPlan {
  private readonly scalarWords = new ArrayBuffer(4 * MAX_SCALARS);
  private readonly floats = new Float32Array(this.scalarWords);
  private readonly uints = new Uint32Array(this.scalarWords);
  private readonly wordOf: ReadonlyMap<string, { word: number; integer: boolean }>;

  constructor(
    readonly plan: ExecutionPlan,
    private readonly store: VariableStore,
    /** Whoever takes the place of this plan shares both. */
    readonly owner: BufferOwner,
    readonly buffers: PlanBuffers,
    private readonly steps: readonly Encodable[],
  ) {
    this.wordOf = new Map(
      plan.scalars.map((s) => [s.name, { word: s.word, integer: s.dtype !== 'float32' }]),
    );
  }

  /** Bytes of its own buffers; the variables' are the store's. */
  get bytes(): number {
    return this.owner.bytes;
  }

  /** Whether the step reads a scalar of this name. */
  hasScalar(name: string): boolean {
    return this.wordOf.has(name);
  }

  /** Sets a per-step number; it reaches the device with the next `run` or `encode`. Unknown names are ignored: the plan does not depend on them. */
  setScalar(name: string, value: number): void {
    const at = this.wordOf.get(name);
    if (at === undefined) return;
    if (at.integer) this.uints[at.word] = value >>> 0;
    else this.floats[at.word] = value;
  }

  /** Uploads a batch input. */
  setBatch(name: string, data: TypedArray): void {
    const buffer = required(this.buffers.batches.get(name), `batch ${name}`);
    this.device.queue.writeBuffer(buffer, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }

  /** Uploads the scalars and encodes all dispatches, `repeats` times, and copies. */
  encode(encoder: GPUCommandEncoder, timestamps?: GPUComputePassTimestampWrites, repeats = 1): void {
    if (this.wordOf.size > 0) this.device.queue.writeBuffer(this.buffers.scalars, 0, this.scalarWords);
    const pass = encoder.beginComputePass(
      timestamps === undefined ? undefined : { timestampWrites: timestamps },
    );
    for (let i = 0; i < repeats; i++) {
      for (const { pipeline, bindGroup, workgroups } of this.steps) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
      }
    }
    pass.end();
    for (const { from, to } of this.plan.copies) {
      encoder.copyBufferToBuffer(this.bufferOf(from), from.offset, this.bufferOf(to), to.offset, from.size);
    }
  }

  /** Encodes each dispatch in a pass of its own between timestamps `2i` and `2i + 1`. */
  encodeTimed(encoder: GPUCommandEncoder, querySet: GPUQuerySet): void {
    if (this.wordOf.size > 0) this.device.queue.writeBuffer(this.buffers.scalars, 0, this.scalarWords);
    this.steps.forEach(({ pipeline, bindGroup, workgroups }, i) => {
      const pass = encoder.beginComputePass({
        timestampWrites: { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 },
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
      pass.end();
    });
    for (const { from, to } of this.plan.copies) {
      encoder.copyBufferToBuffer(this.bufferOf(from), from.offset, this.bufferOf(to), to.offset, from.size);
    }
  }

  /** One run in one submit. */
  run(): void {
    const encoder = this.device.createCommandEncoder();
    this.encode(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  /** The buffer of an output and where in it the output lies, for copies into a ring. */
  outputBuffer(name: string): { buffer: GPUBuffer; offset: number; size: number; output: PlannedOutput } {
    const output = required(
      this.plan.outputs.find((o) => o.name === name),
      `output ${name}`,
    );
    return { buffer: this.bufferOf(output.ref), offset: output.ref.offset, size: output.ref.size, output };
  }

  /** Reads an output of the last run. */
  async read(name: string): Promise<NdArray> {
    const { buffer, offset, output } = this.outputBuffer(name);
    const { dtype, shape } = output;
    return { dtype, shape, data: await readBuffer(this.store.opened, buffer, dtype, sizeOf(shape), offset) };
  }

  /**
   * Takes the place of the plan whose buffers it shares: what that alone needed is freed, what lies in the shared slots is cleared,
   * and the scalars have the values that they had there. Work submitted before is not disturbed.
   */
  replace(previous: CompiledPlan): void {
    this.uints.set(previous.uints);
    const kept = new Set(allBuffers(this.buffers));
    for (const buffer of allBuffers(previous.buffers)) if (!kept.has(buffer)) this.owner.release(buffer);
    const encoder = this.device.createCommandEncoder();
    for (const slot of this.buffers.slots) encoder.clearBuffer(slot);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Frees what it alone needs of the buffers that it shares with `other`, which it shall not replace after all. */
  withdraw(other: CompiledPlan): void {
    const kept = new Set(allBuffers(other.buffers));
    for (const buffer of allBuffers(this.buffers)) if (!kept.has(buffer)) this.owner.release(buffer);
  }

  destroy(): void {
    this.owner.destroy();
  }

  private get device(): GPUDevice {
    return this.store.opened.device;
  }

  private bufferOf(ref: BufferRef): GPUBuffer {
    return resolve(ref, this.store, this.buffers);
  }
}

interface PlanBuffers {
  readonly slots: readonly GPUBuffer[];
  readonly batches: ReadonlyMap<string, GPUBuffer>;
  readonly uniforms: GPUBuffer;
  readonly scalars: GPUBuffer;
}

export interface CompileOptions {
  readonly onProgress?: CompileProgress;
  /** A plan of the same graph whose buffers it uses as far as they suffice: one of the two may run, see `replace`. */
  readonly sharing?: CompiledPlan;
}

/**
 * Makes a plan runnable: buffers, pipelines (compiled side by side), bind groups. Errors: a buffer beyond the device's
 * limits, memory that runs out, a kernel that does not compile; then nothing is left behind.
 */
export async function compile(
  plan: ExecutionPlan,
  store: VariableStore,
  cache: PipelineCache,
  { onProgress, sharing }: CompileOptions = {},
): Promise<CompiledPlan> {
  const { device } = store.opened;
  checkSizes(plan, store.opened);
  const owner = new BufferOwner(store.opened);
  const added = plan.variables.filter((v) => !store.has(v.name));
  try {
    for (const v of added) store.buffer(v.name, v.dtype, v.shape);
    const buffers = allocateBuffers(plan, owner, sharing?.buffers);
    await Promise.all([store.ready(), owner.ready()]).catch((error: unknown) => {
      for (const v of added) store.remove(v.name);
      throw error;
    });
    const pipelines = await cache.getAll(plan.dispatches, onProgress);
    const offsets = writeUniforms(plan, device, buffers.uniforms);
    const steps = plan.dispatches.map((d, i): Encodable => {
      const bindGroup = bind(
        device,
        d,
        pipelines[i]!,
        offsets[i]!,
        (ref) => resolve(ref, store, buffers),
        buffers,
      );
      return { pipeline: pipelines[i]!.pipeline, bindGroup, workgroups: d.workgroups };
    });
    if (sharing !== undefined) sharing.owner.adopt(owner);
    return new CompiledPlan(plan, store, sharing?.owner ?? owner, buffers, steps);
  } catch (error) {
    owner.destroy();
    if (error instanceof TrainyardError) throw error;
    throw gpuError(
      { where: 'compile', must: 'the plan must compile on this GPU', got: String(error) },
      { cause: error },
    );
  }
}

/** How errors begin that speak of the memory of a step, which grows with the batch. */
export const STEP_PLACE = 'a step with';

/** Throws where a buffer of the plan is beyond the device's limits, before any is made. */
function checkSizes({ variables, slots }: ExecutionPlan, opened: OpenedDevice): void {
  for (const { name, dtype, shape } of variables)
    checkBufferSize(opened, name, sizeOf(shape) * bytesPerElement(dtype));
  const total = formatBytes(slots.reduce((sum, bytes) => sum + bytes, 0));
  for (const bytes of slots) checkBufferSize(opened, `${STEP_PLACE} ${total} of activations`, bytes);
}

function allocateBuffers(plan: ExecutionPlan, owner: BufferOwner, shared?: PlanBuffers): PlanBuffers {
  const uniformBytes = plan.dispatches.reduce((n, d) => n + UNIFORM_ALIGNMENT * uniformBlocks(d), 0);
  // Of the buffers that are there, the smallest that suffices: plans of one graph differ by a scratch buffer or two.
  const free = shared?.slots.toSorted((a, b) => a.size - b.size) ?? [];
  const slot = (bytes: number, i: number): GPUBuffer => {
    const at = free.findIndex(({ size }) => size >= bytes);
    return at < 0 ? owner.storage(`slot ${i}`, bytes) : free.splice(at, 1)[0]!;
  };
  const batch = ({ name, bytes }: NamedBuffer) =>
    [name, shared?.batches.get(name) ?? owner.storage(name, bytes)] as const;
  return {
    slots: plan.slots.map(slot),
    batches: new Map(plan.batches.map(batch)),
    uniforms: owner.uniform('params', uniformBytes),
    scalars: shared?.scalars ?? owner.uniform('scalars', 4 * MAX_SCALARS),
  };
}

const allBuffers = ({ slots, batches, uniforms, scalars }: PlanBuffers): GPUBuffer[] => [
  ...slots,
  ...batches.values(),
  uniforms,
  scalars,
];

const blocks = (words: Uint32Array | null): number =>
  words === null ? 0 : Math.ceil(words.byteLength / UNIFORM_ALIGNMENT);
const uniformBlocks = (d: PlannedDispatch): number => blocks(d.params) + blocks(d.ints);

interface UniformOffsets {
  readonly params: number;
  readonly ints: number;
}

/** Lays the Params and integers of all dispatches into one buffer. */
function writeUniforms(plan: ExecutionPlan, device: GPUDevice, buffer: GPUBuffer): UniformOffsets[] {
  const words = new Uint32Array(buffer.size / 4);
  let at = 0;
  const put = (block: Uint32Array | null): number => {
    const offset = at;
    if (block !== null) words.set(block, offset / 4);
    at += UNIFORM_ALIGNMENT * blocks(block);
    return offset;
  };
  const offsets = plan.dispatches.map((d) => ({ params: put(d.params), ints: put(d.ints) }));
  device.queue.writeBuffer(buffer, 0, words);
  return offsets;
}

function bind(
  device: GPUDevice,
  d: PlannedDispatch,
  { layout }: Pipeline,
  offsets: UniformOffsets,
  bufferOf: (ref: BufferRef) => GPUBuffer,
  buffers: PlanBuffers,
): GPUBindGroup {
  const uniform = (binding: number, offset: number, words: Uint32Array): GPUBindGroupEntry => ({
    binding,
    resource: { buffer: buffers.uniforms, offset, size: words.byteLength },
  });
  const entries: GPUBindGroupEntry[] = [
    ...(d.params === null ? [] : [uniform(PARAMS_BINDING, offsets.params, d.params)]),
    ...(d.ints === null ? [] : [uniform(TAIL_INTS_BINDING, offsets.ints, d.ints)]),
    ...(d.usesScalars ? [{ binding: STEP_SCALARS_BINDING, resource: { buffer: buffers.scalars } }] : []),
    ...d.bindings.map(({ ref }, i) => ({
      binding: STORAGE_BINDING + i,
      resource: { buffer: bufferOf(ref), offset: ref.offset, size: ref.size },
    })),
  ];
  return device.createBindGroup({ layout, entries });
}

function resolve(ref: BufferRef, store: VariableStore, buffers: PlanBuffers): GPUBuffer {
  if (ref.kind === 'slot') return required(buffers.slots[ref.slot], `slot ${ref.slot}`);
  if (ref.kind === 'batch') return required(buffers.batches.get(ref.name), `batch ${ref.name}`);
  return store.buffer(ref.name, 'float32', []);
}
