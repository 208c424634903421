import { beforeEach, describe, expect, test } from 'vitest';
import { type OpenPreset, openPreset } from '../cli/open-preset.ts';
import { trainEpoch } from '../cli/train-epoch.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { resetNames } from '../nn/names.ts';
import type { Logs } from '../train/log-book.ts';
import { presetValues } from './preset.ts';
import { presetById } from './table.ts';

/** Enough for the slowest adapter that has other work to do. */
const TIMEOUT = 600_000;

beforeEach(resetNames);

/** Trains a preset at size quick; the logs of its last epoch, and the paths of the weights that training left as they were. */
async function trained(id: string): Promise<{ logs: Logs; untouched: readonly string[] }> {
  const preset = presetById(id);
  const open = await openPreset(await sharedDevice(), preset, presetValues(preset, 'quick'), 0);
  const { session, built } = open;
  try {
    await session.prepare();
    const first = built.model.trainableWeights.map((w) => w.read().slice());
    let logs: Logs = {};
    for (let epoch = 0; epoch < built.epochs; epoch++) ({ logs } = await trainEpoch(session));
    return { logs, untouched: await untouchedOf(open, first) };
  } finally {
    await session.discard();
  }
}

async function untouchedOf(
  { session, built }: OpenPreset,
  first: readonly Float32Array[],
): Promise<string[]> {
  const weights = built.model.trainableWeights;
  await session.on.read(weights);
  const same = weights.filter((w, i) => w.value!.every((value, k) => value === first[i]![k]));
  return same.map((w) => w.path);
}

// Every bar lies far above what an untrained model reaches, or one that does not hear its inputs: the base rate, in brackets.
describe('at size quick, all of the model learns, and it answers for what it never saw', () => {
  test.each([
    ['mnist-mlp', { val_accuracy: 0.94 }], // 0.11
    ['digit-sequence', { val_digits_accuracy: 0.88, val_most_accuracy: 0.4, val_ascending_accuracy: 0.6 }], // 0.11, 0.12, 0.5
    ['headline', { val_main_output_accuracy: 0.88, val_aux_output_accuracy: 0.84 }], // 0.68
    ['tweet-pair', { val_same_accuracy: 0.53 }], // 0.5
    ['inception', { val_accuracy: 0.55 }], // 0.1
    ['residual', { val_accuracy: 0.4 }], // 0.1
    ['digit-pair', { val_accuracy: 0.7 }], // 0.5
    // 0.24, 0.48 by the kind of question alone; 0.5
    ['vqa', { val_answer_accuracy: 0.51, val_facts_binary_accuracy: 0.8 }],
    // 0.14; 0.85, for nine of sixty facts hold of every clip: more has seen it
    ['video-qa', { val_answer_accuracy: 0.18, val_facts_binary_accuracy: 0.858 }],
  ] as const)(
    '%s',
    async (id, bars) => {
      const { logs, untouched } = await trained(id);
      for (const [name, bar] of Object.entries(bars)) expect(logs[name], name).toBeGreaterThan(bar);
      expect(untouched).toEqual([]);
    },
    TIMEOUT,
  );
});
