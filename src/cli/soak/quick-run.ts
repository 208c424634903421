import { nodeGpu } from '../../gpu/node/gpu.ts';
import type { Command, PresetSize } from '../../worker/protocol.ts';
import { type Alive, countedGpu } from '../../worker/testing/counted-gpu.ts';
import { EngineHarness } from '../../worker/testing/engine-harness.ts';

/** An engine in this process, and what lives on its devices. */
export interface SoakEngine {
  readonly engine: EngineHarness;
  readonly alive: Alive;
}

export async function soakEngine(): Promise<SoakEngine> {
  const { gpu, alive } = countedGpu(await nodeGpu());
  return { engine: new EngineHarness({ gpu }), alive };
}

export const open = (preset = 'mnist-mlp', size: PresetSize = 'quick', seed = 7): Command => ({
  type: 'open',
  preset,
  size,
  controls: {},
  seed,
  tune: false,
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
