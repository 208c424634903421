import { configError } from '../core/errors.ts';
import { digitPair } from './digit-pair.ts';
import { digitSequence } from './digit-sequence.ts';
import { headline } from './headline.ts';
import { inception } from './inception.ts';
import { mnistMlp } from './mnist-mlp.ts';
import type { Preset } from './preset.ts';
import { residual } from './residual.ts';
import { tweetPair } from './tweet-pair.ts';
import { videoQa } from './video-qa.ts';
import { vqa } from './vqa.ts';

/** All presets, in the order of the list. A new one is a file and a line here. */
export const PRESETS: readonly Preset[] = [
  mnistMlp,
  digitSequence,
  headline,
  tweetPair,
  inception,
  residual,
  digitPair,
  vqa,
  videoQa,
];

/** The preset with this id; a config error lists the known ones. */
export function presetById(id: string): Preset {
  const found = PRESETS.find((preset) => preset.id === id);
  if (found !== undefined) return found;
  const known = PRESETS.map((preset) => preset.id).join(', ');
  throw configError({ where: 'preset', must: `must be one of ${known}`, got: `'${id}'` });
}
