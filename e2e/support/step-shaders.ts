// Prints the WGSL of the steps of presets as JSON, every variant of every kernel that fits, for CPU and for GPU adapters:
// `node tools/run.mjs e2e/support/step-shaders.ts mnist-mlp …`

import type { DeviceFacts } from '../../src/gpu/device-facts.ts';
import { kernelOf } from '../../src/gpu/kernels/table.ts';
import { makePlan } from '../../src/gpu/make-plan.ts';
import type { ChooseVariant } from '../../src/gpu/tune/candidates.ts';
import { presetValues } from '../../src/presets/preset.ts';
import { presetById } from '../../src/presets/table.ts';
import { outlineStep } from '../../src/train/outline.ts';
import { evaluateGraph, trainGraph } from '../../src/train/step-graph.ts';

/** What Firefox offers: no subgroups. */
const FACTS: Omit<DeviceFacts, 'adapterClass'> = {
  vendor: '',
  description: '',
  limits: {
    maxBufferSize: 2 ** 30,
    maxStorageBufferBindingSize: 2 ** 30,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16_384,
  },
  subgroups: false,
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
  timestamps: false,
};

const SIZES = ['quick', 'seed'] as const;

/** More than any kernel has. */
const MOST_VARIANTS = 8;

/** The n-th variant that fits, or the last. */
const nth =
  (n: number): ChooseVariant =>
  (op, request) => {
    const fitting = kernelOf(op)!.variants.filter((variant) => variant.applies(request));
    return (fitting[n] ?? fitting.at(-1))?.name ?? null;
  };

/** WGSL, and which kernel of which preset it is. */
const shaders = new Map<string, string>();

for (const id of process.argv.slice(2)) {
  const preset = presetById(id);
  const graphs = SIZES.flatMap((size) => {
    const { model, batchSize } = preset.build(presetValues(preset, size));
    const source = outlineStep(model, batchSize);
    return [trainGraph(source).graph, evaluateGraph(source).graph];
  });
  for (const adapterClass of ['software', 'hardware'] as const)
    for (const graph of graphs)
      for (let n = 0; n < MOST_VARIANTS; n++) {
        const { dispatches } = makePlan(graph, { ...FACTS, adapterClass }, { choose: nth(n) });
        for (const { op, variant, wgsl } of dispatches) shaders.set(wgsl, `${id}: ${op} ${variant}`);
      }
}

console.log(JSON.stringify([...shaders].map(([wgsl, name]) => ({ name, wgsl }))));
