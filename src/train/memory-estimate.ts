import { gpuError } from '../core/errors.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import { formatBytes } from '../gpu/buffers.ts';
import type { DeviceFacts } from '../gpu/device-facts.ts';
import { makePlan } from '../gpu/make-plan.ts';
import type { AnyModel } from '../nn/model.ts';
import { resolveLosses } from '../nn/resolve.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import type { Feed } from './feed.ts';
import { resolveCompiled } from './resolved.ts';
import { trainGraph } from './step-graph.ts';
import { columnShapes } from './target-shapes.ts';
import { layoutWeights, slotName } from './weight-layout.ts';

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
  const feed = outlineOf(model, batchSize);
  const layout = layoutWeights(model.weights, model.compiledOr('memory').trainableWeights);
  const resolved = resolveCompiled(model, columnShapes(feed.targets));
  const { graph } = trainGraph({ model, layout, resolved, feed, batch: batchSize });
  const plan = makePlan(graph, facts);
  const states = new Set(resolved.optimizer.slots.map(({ name }) => slotName(name)));
  const kept = plan.variables.filter(({ name }) => !isData(name));
  const optimizer = total(kept.filter(({ name }) => states.has(name)).map((v) => v.bytes));
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
const isData = (name: string): boolean => name.startsWith('data/') || name.startsWith('order/');

/** Columns as the model would read them, a single row each. */
function outlineOf(model: AnyModel, samples: number): Feed {
  const outputs = model.outputs.map((t, i) => {
    const name = model.outputNames[i]!;
    return { name, output: t.shape, target: t.shape };
  });
  const losses = resolveLosses(model.compiledOr('memory').loss, outputs);
  const targets = model.outputs.flatMap((t, i) => {
    const loss = losses[i] ?? null;
    if (loss === null) return [];
    const shape = shapeOf(t);
    const column = loss.targets === 'sparse' ? ids(shape.slice(0, -1)) : numbers(shape);
    return [[model.outputNames[i]!, column] as const];
  });
  const inputs = model.inputs.map(
    (t) => [t.name, t.dtype === 'float32' ? numbers(shapeOf(t)) : ids(shapeOf(t))] as const,
  );
  return {
    name: 'outline',
    samples,
    inputs: Object.fromEntries(inputs),
    targets: Object.fromEntries(targets),
  };
}

/** Shape of a sample; axes that are not known yet count as one. */
const shapeOf = ({ shape }: SymbolicTensor): Shape => shape.slice(1).map((d) => d ?? 1);

const numbers = (shape: Shape): Column => ({
  name: 'numbers',
  shape,
  dtype: 'uint8',
  data: new Uint8Array(sizeOf(shape)),
  encoding: 'scale',
  scale: 1 / 255,
});

const ids = (shape: Shape): Column => ({
  name: 'ids',
  shape,
  dtype: 'int32',
  data: new Int32Array(sizeOf(shape)),
  encoding: 'id',
});
