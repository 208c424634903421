import { nodeGpu } from '../../gpu/node/gpu.ts';
import { trialsOf } from '../../gpu/tune/trials.ts';
import { presetValues } from '../../presets/preset.ts';
import { presetById } from '../../presets/table.ts';
import { loadWinners, openEngine, type TextStore } from '../../train/engine.ts';
import { outlineStep } from '../../train/outline.ts';
import { trainGraph } from '../../train/step-graph.ts';
import { MemoryFolder } from '../../worker/storage/memory-folder.ts';
import { readRunFile } from '../../worker/storage/run-file.ts';
import { textStore } from '../../worker/storage/text-store.ts';
import { open, soakEngine } from './quick-run.ts';

/** A run with kernels as if they had been measured, as its file, and where their choice is kept. */
export interface TunedRun {
  readonly store: TextStore;
  readonly file: ArrayBuffer;
}

/**
 * Choices of kernels for a preset as if they had been measured: of each kernel the last candidate, which is never the best guess, so
 * that a run that lost them has other bits.
 */
async function tunedStore(id: string): Promise<{ readonly store: TextStore; readonly kernels: number }> {
  const store = textStore(Promise.resolve(new MemoryFolder()));
  const engine = await openEngine(await nodeGpu());
  const preset = presetById(id);
  const { model, batchSize } = preset.build(presetValues(preset, 'quick', {}));
  const winners = await loadWinners(engine, store);
  const { graph } = trainGraph(outlineStep(model, batchSize));
  const trials = trialsOf(graph, engine.opened.facts);
  for (const { key, candidates } of trials) await winners.add(key, candidates.at(-1)!);
  engine.opened.device.destroy();
  return { store, kernels: trials.length };
}

/** Trains a preset until all of its kernels are the measured ones: when that is depends on what had to be compiled. */
export async function tunedRun(id = 'mnist-mlp'): Promise<TunedRun> {
  const { store, kernels } = await tunedStore(id);
  const { engine } = await soakEngine(store);
  engine.send(open(id, 'quick', true));
  let file = new ArrayBuffer(0);
  while (file.byteLength === 0 || kernelsOf(file) < kernels) {
    engine.send({ type: 'step', count: 2 });
    await engine.status('paused');
    engine.send({ type: 'save', request: 0 });
    file = (await engine.next('saved')).bytes;
  }
  await engine.close();
  return { store, file };
}

/** Measured choices of kernels in the file of a run. */
export const kernelsOf = (file: ArrayBuffer): number =>
  Object.keys(readRunFile(new Uint8Array(file)).state!.variants).length;
