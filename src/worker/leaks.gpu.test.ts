import { afterEach, expect, test } from 'vitest';
import { type Alive, countedGpu } from './testing/counted-gpu.ts';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

/** The bytes when nothing has changed for half a second: checks beside the run come and go. */
async function settled(alive: Alive): Promise<number> {
  let [bytes, still] = [-1, 0];
  while (still < 10) {
    still = alive.bytes === bytes ? still + 1 : 0;
    bytes = alive.bytes;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return bytes;
}

test('what a preset takes on the device is the same each time it is opened, and nothing stays behind', async () => {
  const { gpu, alive } = countedGpu(navigator.gpu);
  engine = new EngineHarness({ gpu });
  const bytes = async (units: number) => {
    engine.send({
      type: 'open',
      preset: 'mnist-mlp',
      size: 'quick',
      controls: { units },
      seed: 1,
      tune: false,
      resume: false,
    });
    engine.send({ type: 'step', count: 2 });
    await engine.status('paused');
    engine.send({ type: 'save', request: 0 });
    await engine.next('saved');
    return settled(alive);
  };
  const [small, large] = [await bytes(8), await bytes(16)];
  expect(large).toBeGreaterThan(small);
  for (let i = 0; i < 3; i++) {
    expect(await bytes(8)).toBe(small);
    expect(await bytes(16)).toBe(large);
  }
  await engine.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(alive).toEqual({ bytes: 0, buffers: 0 });
}, 120_000);
