import { configError } from '../core/errors.ts';
import { digitPair } from './digit-pair.ts';
import { mnistMlp } from './mnist-mlp.ts';
import type { Preset } from './preset.ts';

/** All presets, in the order of the list. A new one is a file and a line here. */
export const PRESETS: readonly Preset[] = [mnistMlp, digitPair];

/** The preset with this id; a config error lists the known ones. */
export function presetById(id: string): Preset {
  const found = PRESETS.find((preset) => preset.id === id);
  if (found !== undefined) return found;
  const known = PRESETS.map((preset) => preset.id).join(', ');
  throw configError({ where: 'preset', must: `must be one of ${known}`, got: `'${id}'` });
}
