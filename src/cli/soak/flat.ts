import { PRESETS } from '../../presets/table.ts';
import type { EngineHarness } from '../../worker/testing/engine-harness.ts';
import { open, type SoakEngine, soakEngine } from './quick-run.ts';

/** Parts of a run that are compared. */
const PARTS = 5;

/** Trains for a long time and measures heap, bytes on the device and speed in parts of the run: all should stay as they were. */
export async function flat(mlpSteps: number, otherSteps: number): Promise<object> {
  const results: Record<string, object> = {};
  for (const { id } of PRESETS) {
    const soak = await soakEngine();
    results[id] = await measure(soak, id, id === 'mnist-mlp' ? mlpSteps : otherSteps);
    await soak.engine.close();
  }
  return results;
}

async function measure({ engine, alive }: SoakEngine, preset: string, steps: number): Promise<object> {
  engine.send(open(preset));
  await engine.status('ready');
  const parts: object[] = [];
  for (let part = 0; part < PARTS; part++) {
    const started = performance.now();
    await stretch(engine, Math.ceil(steps / PARTS));
    globalThis.gc?.();
    parts.push({
      heapMB: Math.round(process.memoryUsage().heapUsed / 1e5) / 10,
      gpuBytes: alive.bytes,
      stepsPerSecond: Math.round((10_000 * steps) / PARTS / (performance.now() - started)) / 10,
    });
  }
  return { steps, parts };
}

async function stretch(engine: EngineHarness, steps: number): Promise<void> {
  engine.send({ type: 'step', count: steps });
  await engine.status('paused');
  // The page would have drawn the events and dropped them.
  engine.forget();
}
