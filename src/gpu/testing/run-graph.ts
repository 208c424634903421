import type { NdArray } from '../../core/nd-array.ts';
import type { Graph } from '../../graph/ir/graph.ts';
import type { RunResult } from '../../graph/ops/interpret.ts';
import { VariableStore } from '../buffers.ts';
import { type CompiledPlan, compile } from '../compile.ts';
import type { OpenedDevice } from '../device.ts';
import { makePlan, type PlanOptions } from '../make-plan.ts';
import { PipelineCache } from '../pipelines.ts';

/** A graph on the device, with its variables. */
export interface GraphOnDevice {
  readonly store: VariableStore;
  readonly compiled: CompiledPlan;
  destroy(): void;
}

const caches = new WeakMap<GPUDevice, PipelineCache>();

export async function compileGraph(
  opened: OpenedDevice,
  graph: Graph,
  options: PlanOptions = {},
): Promise<GraphOnDevice> {
  const cache = caches.get(opened.device) ?? new PipelineCache(opened.device);
  caches.set(opened.device, cache);
  const store = new VariableStore(opened);
  const compiled = await compile(makePlan(graph, opened.facts, options), store, cache);
  const destroy = () => {
    compiled.destroy();
    store.destroy();
  };
  return { store, compiled, destroy };
}

/** Gives all inputs, runs once, and reads outputs and assigned variables: the same contract as `interpret`. */
export async function runGraph(
  opened: OpenedDevice,
  graph: Graph,
  inputs: Readonly<Record<string, NdArray>>,
  options: PlanOptions = {},
): Promise<RunResult> {
  const on = await compileGraph(opened, graph, options);
  try {
    setInputs(on, graph, inputs);
    on.compiled.run();
    return await readResults(on, graph);
  } finally {
    on.destroy();
  }
}

export function setInputs(
  { store, compiled }: GraphOnDevice,
  graph: Graph,
  inputs: Readonly<Record<string, NdArray>>,
): void {
  for (const { kind, name } of graph.inputs) {
    const given = inputs[name];
    if (given === undefined) throw new Error(`input ${name} is missing`);
    if (kind === 'scalar') compiled.setScalar(name, given.data[0]!);
    else if (kind === 'batch') compiled.setBatch(name, given.data);
    else if (store.has(name)) store.write(name, given.data);
  }
}

export async function readResults({ store, compiled }: GraphOnDevice, graph: Graph): Promise<RunResult> {
  const outputs: Record<string, NdArray> = {};
  const assigned: Record<string, NdArray> = {};
  for (const { name } of graph.outputs) outputs[name] = await compiled.read(name);
  for (const { variable } of graph.assigns) {
    const { name } = graph.inputs.find((i) => i.value === variable)!;
    assigned[name] = await store.read(name);
  }
  return { outputs, assigned };
}
