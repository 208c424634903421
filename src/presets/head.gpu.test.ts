import { beforeEach, expect, test } from 'vitest';
import { flagColumn, idColumn, oneHot } from '../data/column.ts';
import type { Column } from '../data/types.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { model } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { adam } from '../nn/optimizers/adam.ts';
import { openSession } from '../train/testing/open-session.ts';
import { GUIDES_HEAD, HIDDEN_HEAD, headed } from './head.ts';

const KINDS = 4;
const SAMPLES = 1200;

beforeEach(resetNames);

/** Every pair of equal kinds equally often, and every pair of different kinds; half of all pairs are equal. */
function pairs(): Readonly<Record<'left' | 'right' | 'same', Column>> {
  const left = Uint8Array.from({ length: SAMPLES }, (_, i) => Math.floor(i / 2) % KINDS);
  const shift = (i: number) => (i % 2 === 0 ? 0 : 1 + (Math.floor(i / 8) % (KINDS - 1)));
  const right = left.map((kind, i) => (kind + shift(i)) % KINDS);
  const same = left.map((kind, i) => (kind === right[i] ? 1 : 0));
  return {
    left: oneHot(idColumn('left', left, KINDS)),
    right: oneHot(idColumn('right', right, KINDS)),
    same: flagColumn('same', same),
  };
}

/** Accuracy at the end of long training of a shared encoder with the head on all pairs of a few kinds of things. */
async function accuracyWith(head: string): Promise<number> {
  const inputs = [input({ shape: [KINDS], name: 'a' }), input({ shape: [KINDS], name: 'b' })];
  const encoder = dense({ units: 16, activation: 'relu', name: 'encoder' });
  const joined = concatenate().apply(inputs.map((x) => encoder.apply(x)));
  const values = { head, headUnits: 32, headLayers: 1 };
  const same = dense({ units: 1, activation: 'sigmoid', name: 'same' }).apply(headed(joined, values));
  const pair = model({ inputs, outputs: same });
  pair.compile({ optimizer: adam(0.01), loss: 'binary_crossentropy', metrics: ['accuracy'] });
  const columns = pairs();
  const feed = {
    name: 'train',
    samples: SAMPLES,
    inputs: { a: columns.left, b: columns.right },
    targets: { same: columns.same },
  };
  const all = { feed, available: () => SAMPLES, waitFor: () => Promise.resolve() };
  const options = { batchSize: 60, shuffle: true, seed: 1 };
  const session = openSession(await sharedDevice(), pair, all, options);
  await session.prepare();
  let accuracy = 0;
  for (let epoch = 0; epoch < 15; epoch++) {
    while (!session.atEpochEnd) await session.step();
    accuracy = (await session.endEpoch()).accuracy!;
  }
  await session.discard();
  return accuracy;
}

test("with hidden layers equality is learned; with the guide's head it stays at the base rate", async () => {
  expect(await accuracyWith(HIDDEN_HEAD)).toBeGreaterThan(0.99);
  const additive = await accuracyWith(GUIDES_HEAD);
  expect(additive).toBeGreaterThan(0.3);
  expect(additive).toBeLessThan(0.7);
});
