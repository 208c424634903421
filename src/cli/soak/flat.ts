import { PRESETS } from '../../presets/table.ts';
import type { EngineHarness } from '../../worker/testing/engine-harness.ts';
import { failedOf } from './checks.ts';
import { heap, open, type SoakEngine, soakEngine } from './quick-run.ts';

/** Parts of a run that are compared. */
const PARTS = 5;
/** Steps from which the speed is told. */
const PROBE = 20;
/**
 * Megabytes of heap that a run may hold in the end beyond what it held after its first part, when its curves are forgotten: those are
 * the one thing that grows, until they are thinned.
 */
const MOST_HEAP = 1.5;
/** Bytes of curves for each number of a step: eight, and what an array keeps free to grow into. */
const CURVE_BYTES = 8 * 1.5;
/** By how much a step of the last part may cost more of the processor's time than one of the median part. */
const MOST_COST = 1.25;

interface Part {
  readonly heapMB: number;
  readonly gpuBytes: number;
  /** As the clock on the wall has it: other processes make it uneven. */
  readonly stepsPerSecond: number;
  /** Of all threads of this process, those of a CPU adapter among them: other processes hardly matter. */
  readonly cpuMsPerStep: number;
}

/**
 * Trains for a long time and measures heap, bytes on the device and speed in parts of the run: all should stay as they were. Presets
 * other than the MLP train for `otherSteps`, or as many as fit into so many minutes each; with 0 steps they, or it, are left out.
 */
export async function flat(mlpSteps: number, otherSteps: number, minutes: number): Promise<object> {
  const results: Record<string, object> = {};
  const failed: string[] = [];
  for (const { id } of PRESETS.filter(({ id }) => (id === 'mnist-mlp' ? mlpSteps : otherSteps) > 0)) {
    const soak = await soakEngine();
    const most = id === 'mnist-mlp' ? { steps: mlpSteps, ms: Number.POSITIVE_INFINITY } : null;
    const result = await measure(soak, id, most ?? { steps: otherSteps, ms: minutes * 60_000 });
    results[id] = result;
    failed.push(...result.failed.map((what) => `${id}: ${what}`));
    process.stderr.write(`${id} ${JSON.stringify(results[id])}\n`);
    await soak.engine.close();
  }
  return { results, failed };
}

async function measure(
  { engine, alive }: SoakEngine,
  preset: string,
  most: { readonly steps: number; readonly ms: number },
): Promise<{ readonly failed: readonly string[] }> {
  engine.send(open(preset));
  await engine.status('ready');
  const before = performance.now();
  await stretch(engine, PROBE);
  const affordable = (PROBE * most.ms) / (performance.now() - before);
  const each = Math.ceil(Math.min(most.steps, affordable) / PARTS);
  const parts: Part[] = [];
  let columns = 0;
  for (let part = 0; part < PARTS; part++) {
    const started = { at: performance.now(), cpu: process.cpuUsage() };
    columns = await stretch(engine, each);
    const seconds = (performance.now() - started.at) / 1000;
    const { user, system } = process.cpuUsage(started.cpu);
    parts.push({
      heapMB: heap(),
      gpuBytes: alive.bytes,
      stepsPerSecond: rounded(each / seconds),
      cpuMsPerStep: rounded((user + system) / 1000 / each),
    });
  }
  engine.send({ type: 'reset', seed: 7 });
  await engine.next('reset');
  engine.forget();
  const heapMBWithoutCurves = heap();
  const curvesMB = rounded((columns * CURVE_BYTES * (PARTS - 1) * each) / 1e6);
  const failed = failedOf(checks(parts, heapMBWithoutCurves, curvesMB));
  return { steps: PROBE + PARTS * each, parts, curvesMB, heapMBWithoutCurves, failed } as {
    readonly failed: readonly string[];
  };
}

function checks(parts: readonly Part[], heapWithoutCurves: number, curves: number): Record<string, boolean> {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const cost = parts.map((p) => p.cpuMsPerStep).toSorted((a, b) => a - b)[parts.length >> 1]!;
  return {
    'the heap grows by the curves at most': last.heapMB - first.heapMB <= curves + MOST_HEAP,
    'without the curves the heap is as it was': heapWithoutCurves - first.heapMB <= MOST_HEAP,
    // The first validation adds its buffers once.
    'the bytes on the device stay':
      new Set(parts.map((p) => p.gpuBytes)).size <= 2 && last.gpuBytes === parts.at(-2)!.gpuBytes,
    'a step costs what it cost': last.cpuMsPerStep <= MOST_COST * cost,
  };
}

const rounded = (x: number): number => Math.round(10 * x) / 10;

/** Answers how many numbers a step has in the curves. */
async function stretch(engine: EngineHarness, steps: number): Promise<number> {
  engine.send({ type: 'step', count: steps });
  await engine.status('paused');
  const columns = Object.keys(engine.ofType('metrics').at(-1)?.batch.columns ?? {}).length;
  // The page would have drawn the events and dropped them.
  engine.forget();
  return columns;
}
