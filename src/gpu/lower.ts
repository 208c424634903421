import { sizeOf } from '../core/shape.ts';
import type { Graph, ValueId } from '../graph/ir/graph.ts';
import type { ReduceAttrs } from '../graph/ops/reduce.ts';
import { opDef } from '../graph/ops/table.ts';
import type { GraphFacts } from '../graph/plan/facts.ts';
import type { Group } from '../graph/plan/fuse.ts';
import type { EmitEnv } from './codegen/emitter.ts';
import type { Frame } from './codegen/frame.ts';
import { generateLoop } from './codegen/loop.ts';
import { cutReduction, generateCombine, generateReduce } from './codegen/reduce.ts';
import { generateTail } from './codegen/tail.ts';
import type { DeviceFacts } from './device-facts.ts';
import type { Dispatch, KernelRequest, Param } from './kernels/types.ts';
import { ceilDiv, foldGrid } from './kernels/workgroups.ts';
import { linkGenerated, linkShader } from './shaders.ts';
import { type ChooseVariant, variantFor } from './tune/candidates.ts';
import { workOf } from './work.ts';

/** A buffer of a lowered dispatch before memory is planned: a value, or a scratch buffer of its group. */
export interface LoweredBinding {
  readonly value: ValueId | null;
  readonly scratch: number | null;
  readonly access: 'read' | 'read_write';
}

export interface LoweredDispatch {
  readonly variant: string;
  readonly wgsl: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly params: Uint32Array<ArrayBuffer> | null;
  readonly ints: Uint32Array<ArrayBuffer> | null;
  readonly usesScalars: boolean;
  readonly bindings: readonly LoweredBinding[];
  readonly workgroups: readonly [number, number, number];
  readonly flops: number;
  readonly bytes: number;
}

export interface LoweredGroup {
  readonly group: Group;
  readonly dispatches: readonly LoweredDispatch[];
  /** Bytes of its scratch buffers. */
  readonly scratch: readonly number[];
}

export interface LowerContext {
  readonly graph: Graph;
  readonly facts: GraphFacts;
  /** What generated code of a group needs to know. */
  env(group: Group): Omit<EmitEnv, 'lanes' | 'walksRows'>;
  readonly device: DeviceFacts;
  readonly choose: ChooseVariant;
}

/** The dispatches of one group. */
export function lowerGroup(group: Group, context: LowerContext): LoweredGroup {
  if (group.kind === 'loop') return lowerLoop(group, context);
  return group.kind === 'reduce' ? lowerReduce(group, context) : lowerKernel(group, context);
}

const envOf = (group: Group, { env, device }: LowerContext, lanes = 1): EmitEnv => ({
  ...env(group),
  lanes,
  walksRows: device.adapterClass === 'software',
});

/** Threads that keep a device busy: a CPU's cores times its lanes, or a GPU's many. */
const threadsOf = (device: DeviceFacts): number => (device.adapterClass === 'software' ? 64 : 16384);

function lowerLoop(group: Group, context: LowerContext): LoweredGroup {
  const { device } = context;
  const lanes = lanesFor(group, context);
  const env = envOf(group, context, lanes);
  const { text, frame, items } = generateLoop(group, env);
  const work = workOf(group, frame, context.facts);
  const software = device.adapterClass === 'software';
  const workgroup = software ? 16 : 64;
  const rowsAThread = software ? Math.max(1, Math.floor(items / threadsOf(device))) : 1;
  const threads = ceilDiv(items, rowsAThread);
  const workgroups =
    lanes === 1
      ? foldGrid(ceilDiv(threads, workgroup), device)
      : foldGrid(Math.min(group.rows, 65535), device);
  const constants: Record<string, number> = lanes === 1 ? { workgroup } : {};
  return {
    group,
    scratch: [],
    dispatches: [{ ...generated('loop', text, frame), constants, workgroups, ...work }],
  };
}

/** Long rows on a GPU are shared by the lanes of a workgroup. */
function lanesFor(group: Group, { device, graph }: LowerContext): number {
  const reduces = group.members.filter((m) => opDef(m.op).form === 'reduce');
  if (device.adapterClass === 'software' || reduces.length === 0) return 1;
  const longest = Math.max(...reduces.map((m) => sizeOf(graph.values[m.inputs[0]!]!.shape) / group.rows));
  return longest >= 64 ? 64 : 1;
}

function lowerReduce(group: Group, context: LowerContext): LoweredGroup {
  const { device, graph } = context;
  const root = group.root!;
  const cut = cutReduction(
    graph.values[root.inputs[0]!]!.shape,
    (root.attrs as ReduceAttrs).axes,
    threadsOf(device),
  );
  const env = envOf(group, context);
  const workgroup = device.adapterClass === 'software' ? 8 : 64;
  const dispatch = (
    name: string,
    code: ReturnType<typeof generateReduce>,
    items: number,
  ): LoweredDispatch => ({
    ...generated(name, code.text, code.frame),
    constants: { workgroup },
    workgroups: foldGrid(ceilDiv(items, workgroup), device),
    ...workOf(group, code.frame, context.facts),
  });
  const first = dispatch(
    cut.parts === 1 ? 'whole' : 'parts',
    generateReduce(group, env, cut),
    cut.outputs * cut.parts,
  );
  if (cut.parts === 1) return { group, scratch: [], dispatches: [first] };
  const second = dispatch('combine', generateCombine(group, env, cut), cut.outputs);
  const bytes = 4 * cut.outputs * cut.parts;
  return {
    group,
    scratch: [bytes],
    dispatches: [first, { ...second, flops: cut.outputs * cut.parts, bytes }],
  };
}

function generated(
  variant: string,
  text: string,
  frame: Frame,
): Omit<LoweredDispatch, 'constants' | 'workgroups' | 'flops' | 'bytes'> {
  return {
    variant,
    wgsl: linkGenerated(text),
    params: null,
    ...frameParts(frame),
    bindings: frameBindings(frame),
  };
}

function frameParts(frame: Frame): Pick<LoweredDispatch, 'ints' | 'usesScalars'> {
  const padded = new Uint32Array(ceilDiv(frame.ints.length, 4) * 4);
  padded.set(frame.ints);
  return { ints: frame.ints.length === 0 ? null : padded, usesScalars: frame.usesScalars };
}

const frameBindings = (frame: Frame): LoweredBinding[] =>
  frame.buffers.map(({ value, scratch, access }) => ({ value, scratch, access }));

function lowerKernel(group: Group, context: LowerContext): LoweredGroup {
  const root = group.root!;
  const request = requestOf(group, context);
  const variant = variantFor(root.op, request, context.choose(root.op, request));
  const dispatches = variant.dispatches(request).map((d) => lowerDispatch(d, variant.name, group, context));
  return { group, scratch: variant.scratch?.(request) ?? [], dispatches };
}

/** What the variants of a kernel are asked for by its group. */
export function requestOf(
  group: Group,
  { graph, device }: Pick<LowerContext, 'graph' | 'device'>,
): KernelRequest {
  const { inputs, outputs, attrs } = group.root!;
  const readInside = new Set(group.members.filter((m) => m !== group.root).flatMap((m) => m.inputs));
  const used = outputs.map((v) => group.outputs.includes(v) || readInside.has(v));
  const types = (values: readonly ValueId[]) => values.map((v) => graph.values[v]!);
  return { attrs, inputs: types(inputs), outputs: types(outputs), used, device };
}

function lowerDispatch(
  dispatch: Dispatch,
  variant: string,
  group: Group,
  context: LowerContext,
): LoweredDispatch {
  const { inputs, outputs } = group.root!;
  const own = dispatch.bind.map(({ from, index, access }): LoweredBinding => {
    if (from === 'scratch') return { value: null, scratch: index, access };
    return { value: from === 'input' ? inputs[index]! : outputs[index]!, scratch: null, access };
  });
  const { shader, conditions, constants, workgroups, flops, bytes } = dispatch;
  const tail = dispatch.tail
    ? generateTail(group, envOf(group, context), own.length, dispatch.tailFour ?? false)
    : null;
  return {
    variant,
    wgsl: linkShader(tail === null ? { shader, conditions } : { shader, conditions, tail: tail.text }),
    constants,
    params: dispatch.params.length === 0 ? null : paramWords(dispatch.params),
    ...(tail === null ? { ints: null, usesScalars: false } : frameParts(tail.frame)),
    bindings: [...own, ...(tail === null ? [] : frameBindings(tail.frame))],
    workgroups,
    flops,
    bytes,
  };
}

/** The fields of a Params struct of 4-byte scalars, as words; uniform buffers are padded to 16 bytes. */
function paramWords(params: readonly Param[]): Uint32Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(ceilDiv(params.length, 4) * 16));
  params.forEach(({ type, value }, i) => {
    if (type === 'f32') view.setFloat32(4 * i, value, true);
    else if (type === 'i32') view.setInt32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
  return new Uint32Array(view.buffer);
}
