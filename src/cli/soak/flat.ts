import { PRESETS } from '../../presets/table.ts';
import type { EngineHarness } from '../../worker/testing/engine-harness.ts';
import { open, type SoakEngine, soakEngine } from './quick-run.ts';

/** Parts of a run that are compared. */
const PARTS = 5;
/** Steps from which the speed is told. */
const PROBE = 20;

/**
 * Trains for a long time and measures heap, bytes on the device and speed in parts of the run: all should stay as they were. Presets
 * other than the MLP train for `otherSteps`, or as many as fit into so many minutes each.
 */
export async function flat(mlpSteps: number, otherSteps: number, minutes: number): Promise<object> {
  const results: Record<string, object> = {};
  for (const { id } of PRESETS) {
    const soak = await soakEngine();
    const most = id === 'mnist-mlp' ? { steps: mlpSteps, ms: Number.POSITIVE_INFINITY } : null;
    results[id] = await measure(soak, id, most ?? { steps: otherSteps, ms: minutes * 60_000 });
    process.stderr.write(`${id} ${JSON.stringify(results[id])}\n`);
    await soak.engine.close();
  }
  return results;
}

async function measure(
  { engine, alive }: SoakEngine,
  preset: string,
  most: { readonly steps: number; readonly ms: number },
): Promise<object> {
  engine.send(open(preset));
  await engine.status('ready');
  const before = performance.now();
  await stretch(engine, PROBE);
  const affordable = (PROBE * most.ms) / (performance.now() - before);
  const each = Math.ceil(Math.min(most.steps, affordable) / PARTS);
  const parts: object[] = [];
  for (let part = 0; part < PARTS; part++) {
    const started = performance.now();
    await stretch(engine, each);
    const seconds = (performance.now() - started) / 1000;
    globalThis.gc?.();
    parts.push({
      heapMB: Math.round(process.memoryUsage().heapUsed / 1e5) / 10,
      gpuBytes: alive.bytes,
      stepsPerSecond: Math.round((10 * each) / seconds) / 10,
    });
  }
  return { steps: PROBE + PARTS * each, parts };
}

async function stretch(engine: EngineHarness, steps: number): Promise<void> {
  engine.send({ type: 'step', count: steps });
  await engine.status('paused');
  // The page would have drawn the events and dropped them.
  engine.forget();
}
