import { beforeEach, expect, test } from 'vitest';
import { openPreset } from '../cli/open-preset.ts';
import { deviceCalls } from '../gpu/testing/device-calls.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { resetNames } from '../nn/names.ts';
import { type Preset, presetValues } from './preset.ts';
import { PRESETS } from './table.ts';

/** Enough for the slowest adapter that has other work to do. */
const TIMEOUT = 120_000;

/** Settings of how many samples there are: as few as can be. */
const COUNTS = [
  'pairs',
  'validationPairs',
  'rows',
  'validationRows',
  'pictures',
  'validationPictures',
  'scenes',
  'validationScenes',
  'clips',
  'validationClips',
  'questions',
];

beforeEach(resetNames);

/** A preset at size quick with few samples and small batches. */
function small(preset: Preset) {
  const few = preset.params.filter(({ id }) => COUNTS.includes(id)).map(({ id, min }) => [id, min!]);
  return presetValues(preset, 'quick', { ...Object.fromEntries(few), batchSize: 4 });
}

test.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  '%s: a step makes no object on the device and submits once',
  async (_, preset) => {
    const opened = await sharedDevice();
    const { session } = await openPreset(opened, preset, small(preset), 0);
    const steps = async (count: number) => {
      for (let i = 0; i < count; i++) await session.step();
    };
    try {
      await session.prepare();
      await steps(3);
      await session.fetch();
      // Fetching has a submit of its own, some tens of milliseconds after the last: none falls due here.
      Object.assign(session, { lastFetch: Number.POSITIVE_INFINITY });
      expect(await deviceCalls(opened.device, () => steps(5))).toEqual({ submit: 5 });
    } finally {
      await session.discard();
    }
  },
  TIMEOUT,
);
