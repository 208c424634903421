import { nodeGpu } from '../../gpu/node/gpu.ts';
import type { TextStore } from '../../train/engine.ts';
import type { Command, PresetSize } from '../../worker/protocol.ts';
import { type Alive, countedGpu } from '../../worker/testing/counted-gpu.ts';
import { EngineHarness } from '../../worker/testing/engine-harness.ts';

/** An engine in this process, and what lives on its devices. */
export interface SoakEngine {
  readonly engine: EngineHarness;
  readonly alive: Alive;
}

/** `tuning`: measured choices of kernels that its runs take. */
export async function soakEngine(tuning?: TextStore): Promise<SoakEngine> {
  const { gpu, alive } = countedGpu(await nodeGpu());
  return { engine: new EngineHarness({ gpu, tuning }), alive };
}

export const open = (preset = 'mnist-mlp', size: PresetSize = 'quick', tune = false): Command => ({
  type: 'open',
  preset,
  size,
  controls: {},
  seed: 7,
  tune,
  resume: false,
});

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Bytes on the devices when nothing has changed for half a second. */
export async function settledBytes(alive: Alive): Promise<number> {
  let [bytes, still] = [-1, 0];
  while (still < 10) {
    still = alive.bytes === bytes ? still + 1 : 0;
    bytes = alive.bytes;
    await pause(50);
  }
  return bytes;
}

/** Megabytes of JavaScript that the process holds on to, after a collection. */
export function heap(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
}

/** Megabytes of memory that the process takes, after a collection: those of the driver among them. */
export function resident(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / 1e6);
}
