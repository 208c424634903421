import { gpuError } from '../core/errors.ts';
import { formatBytes } from '../gpu/buffers.ts';
import type { DeviceFacts } from '../gpu/device-facts.ts';
import { makePlan } from '../gpu/make-plan.ts';
import type { AnyModel } from '../nn/model.ts';
import { outlineStep } from './outline.ts';
import { trainGraph } from './step-graph.ts';
import { slotName } from './weight-layout.ts';

/** What plans know of a device; the worker names it too. */
export type { DeviceFacts };

/** Bytes on the device that one training step needs, without the data. */
export interface MemoryEstimate {
  readonly weights: number;
  readonly optimizer: number;
  /** Activations, gradients and whatever else lives within a step. */
  readonly step: number;
  readonly total: number;
  /** The largest single buffer. */
  readonly largest: { readonly what: string; readonly bytes: number };
}

/**
 * What a training step of a compiled model needs, from its plan: nothing is allocated, and no data are needed, only how large a batch is.
 */
export function estimateMemory(model: AnyModel, batchSize: number, facts: DeviceFacts): MemoryEstimate {
  const source = outlineStep(model, batchSize);
  const plan = makePlan(trainGraph(source).graph, facts);
  const kept = plan.variables.filter(({ name }) => !isData(name));
  const optimizer = total(kept.filter(({ name }) => isState(name)).map((v) => v.bytes));
  const weights = total(kept.map((v) => v.bytes)) - optimizer;
  const step = total(plan.slots);
  const buffers = [
    ...kept.map(({ name, bytes }) => ({ what: name, bytes })),
    ...plan.slots.map((bytes) => ({ what: 'activations', bytes })),
  ];
  const largest = buffers.reduce((a, b) => (b.bytes > a.bytes ? b : a), { what: '', bytes: 0 });
  return { weights, optimizer, step, total: weights + optimizer + step, largest };
}

/**
 * Errors (kind `gpu`) where a buffer of the step would be larger than any that the device gives. What all buffers together may take,
 * WebGPU does not tell.
 */
export function checkMemory(where: string, estimate: MemoryEstimate, { limits }: DeviceFacts): void {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const { what, bytes } = estimate.largest;
  if (bytes <= most) return;
  throw gpuError({
    where,
    must: `each buffer must fit into the ${formatBytes(most)} that this GPU allows`,
    got: `${formatBytes(bytes)} for ${what}, of ${describeMemory(estimate)}`,
    try: 'a smaller size, batch or model',
  });
}

/** `3.12 GB on the GPU (weights 0.66 GB, optimizer 0.66 GB, step 1.80 GB)` */
export function describeMemory({ weights, optimizer, step, total: all }: MemoryEstimate): string {
  const parts = `weights ${formatBytes(weights)}, optimizer ${formatBytes(optimizer)}, step ${formatBytes(step)}`;
  return `${formatBytes(all)} on the GPU (${parts})`;
}

const total = (bytes: readonly number[]): number => bytes.reduce((a, b) => a + b, 0);
const isState = (name: string): boolean => name.startsWith(slotName(''));
const isData = (name: string): boolean => name.startsWith('data/') || name.startsWith('order/');
