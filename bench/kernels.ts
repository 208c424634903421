// Times the variants of single kernels against each other: `node tools/run.mjs bench/kernels.ts [part of a name] [--all]`.
// By default the variants that apply to a shape, but for the last, which is there for all the others; with --all every
// one. `*` marks the chosen one. Variants of a case take turns, so that a load on the machine falls on all alike.

import { openDevice } from '../src/gpu/device.ts';
import { nodeGpu } from '../src/gpu/node/gpu.ts';
import { type PreparedKernel, prepareKernel } from '../src/gpu/testing/prepare-kernel.ts';
import { timeKernel } from '../src/gpu/testing/time-kernel.ts';
import type { BenchCase } from './kernels/cases.ts';
import { convCases } from './kernels/conv.ts';
import { embeddingCases } from './kernels/embedding.ts';
import { matmulCases } from './kernels/matmul.ts';
import { depthwiseCases, poolCases } from './kernels/pool.ts';

const CASES: readonly BenchCase[] = [
  ...matmulCases,
  ...convCases,
  ...poolCases,
  ...depthwiseCases,
  ...embeddingCases,
];
const ROUNDS = 3;

interface Row {
  readonly prepared: PreparedKernel;
  readonly chosen: boolean;
  readonly compileMs: number;
  readonly times: number[];
  flops: number;
}

const args = process.argv.slice(2);
const all = args.includes('--all');
const filter = args.find((arg) => !arg.startsWith('--')) ?? '';
const opened = await openDevice(await nodeGpu());
console.log(`${opened.facts.description} (${opened.facts.adapterClass}), Node ${process.version}`);
for (const benchCase of CASES.filter(({ name }) => name.includes(filter))) await bench(benchCase);
opened.device.destroy();
process.exit(0);

async function bench(benchCase: BenchCase): Promise<void> {
  const rows = await prepareRows(benchCase);
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of rows) {
      const { ms, gflops } = await timeKernel(row.prepared, { samples: 1, sampleMs: 20 });
      row.times.push(ms);
      row.flops = gflops * ms;
    }
  }
  console.log(`\n${benchCase.name}`);
  for (const row of rows) console.log(format(row));
  for (const { prepared } of rows) prepared.destroy();
}

async function prepareRows(benchCase: BenchCase): Promise<Row[]> {
  const { op, kernel } = benchCase;
  const attrs = benchCase.attrs as never;
  const inputs = benchCase.inputs();
  const outputs = op.infer(inputs, attrs);
  const request = { attrs, inputs, outputs, used: outputs.map(() => true), device: opened.facts };
  const candidates = kernel.variants.filter((variant) => variant.applies(request));
  const rows: Row[] = [];
  const timed = all ? kernel.variants : candidates.slice(0, Math.max(1, candidates.length - 1));
  for (const variant of timed) {
    const start = performance.now();
    const prepared = await prepareKernel(opened, { op, kernel, variant: variant.name, inputs, attrs });
    const compileMs = performance.now() - start;
    rows.push({ prepared, chosen: variant === candidates[0], compileMs, times: [], flops: 0 });
  }
  return rows;
}

function format({ prepared, chosen, compileMs, times, flops }: Row): string {
  const sorted = times.sort((a, b) => a - b);
  const rate = (ms: number) => (flops / ms).toFixed(2);
  const [best = 0] = sorted;
  const median = sorted[sorted.length >> 1] ?? 0;
  return [
    `${chosen ? '*' : ' '} ${prepared.variant.padEnd(22)}`,
    `${median.toFixed(3).padStart(9)} ms`,
    `${rate(median).padStart(6)} GFLOP/s (best ${rate(best)})`,
    `${compileMs.toFixed(0).padStart(5)} ms to prepare`,
    prepared.dispatches.map(({ dispatch }) => dispatch.workgroups.join('×')).join(' + '),
  ].join('  ');
}
