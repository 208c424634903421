// What there is to measure in a step: its kernels with several variants, each as a small plan that runs by itself.

import { bytesPerElement } from '../../core/dtype.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Graph, ValueId } from '../../graph/ir/graph.ts';
import type { Group } from '../../graph/plan/fuse.ts';
import type { DeviceFacts } from '../device-facts.ts';
import type { BufferRef, ExecutionPlan } from '../execution-plan.ts';
import { type LowerContext, type LoweredGroup, lowerGroup, requestOf } from '../lower.ts';
import { groupsOf } from '../make-plan.ts';
import { candidatesOf } from './candidates.ts';
import { tuningKey } from './variants.ts';

/** An instruction of a step whose kernel has several variants. */
export interface Trial {
  readonly key: string;
  /** Names of variants, the best guess first. */
  readonly candidates: readonly string[];
  /** The dispatches of the instruction and of what is fused behind it, with a variant: on buffers of their own. */
  plan(variant: string): ExecutionPlan;
}

/** Families whose variants are measured: of the others one guess is always right, or they are many dispatches. */
const MEASURED: ReadonlySet<string> = new Set([
  'dot',
  'dot_colsum',
  'conv',
  'conv_input_grad',
  'conv_kernel_grad',
]);

/** All that can be measured in a graph, equal shapes once, in the order of the plan. */
export function trialsOf(graph: Graph, device: DeviceFacts): Trial[] {
  const { groups, context } = groupsOf(graph, device);
  const trials = new Map<string, Trial>();
  for (const group of groups) {
    const op = group.root?.op;
    if (group.kind !== 'kernel' || op === undefined || !MEASURED.has(op)) continue;
    const request = requestOf(group, context);
    const key = tuningKey(op, request);
    const candidates = candidatesOf(op, request).map((v) => v.name);
    if (candidates.length < 2 || trials.has(key)) continue;
    const plan = (variant: string) =>
      aloneOf(lowerGroup(group, { ...context, choose: () => variant }), context);
    trials.set(key, { key, candidates, plan });
  }
  return [...trials.values()];
}

/** A lowered group as a plan: each value has a slot of its own; inputs hold zeros. */
function aloneOf({ group, dispatches, scratch }: LoweredGroup, { graph }: LowerContext): ExecutionPlan {
  const values = valuesOf(group, dispatches);
  const sizes = [...values.map((v) => bytesOf(graph, v)), ...scratch];
  const slotOf = new Map(values.map((v, i) => [v, i]));
  const refOf = (value: ValueId | null, at: number | null): BufferRef => {
    const slot = value === null ? values.length + at! : slotOf.get(value)!;
    return { kind: 'slot', slot, name: '', offset: 0, size: sizes[slot]! };
  };
  return {
    dispatches: dispatches.map(({ bindings, ...d }) => ({
      ...d,
      op: group.root!.op,
      where: [],
      phase: group.root!.phase,
      bindings: bindings.map(({ value, scratch: at, access }) => ({ ref: refOf(value, at), access })),
    })),
    slots: sizes,
    ...NOTHING_ELSE,
  };
}

const NOTHING_ELSE = {
  copies: [],
  lives: [],
  lowerBound: 0,
  variables: [],
  batches: [],
  scalars: [],
  outputs: [],
} as const;

/** In an order that does not depend on the variant, so that variants can share buffers. */
function valuesOf({ root, reads, outputs }: Group, dispatches: LoweredGroup['dispatches']): ValueId[] {
  const bound = dispatches.flatMap((d) => d.bindings.flatMap(({ value }) => (value === null ? [] : [value])));
  return [...new Set([...root!.inputs, ...root!.outputs, ...reads, ...outputs, ...bound])];
}

function bytesOf(graph: Graph, v: ValueId): number {
  const { dtype, shape } = graph.values[v]!;
  return Math.max(4, Math.ceil((sizeOf(shape) * bytesPerElement(dtype)) / 4) * 4);
}
