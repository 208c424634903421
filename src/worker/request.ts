import { configError } from '../core/errors.ts';
import { checkValue, checkValues } from '../presets/check-values.ts';
import { type Preset, presetValues } from '../presets/preset.ts';
import { presetById } from '../presets/table.ts';
import { type RunRequest, TRAINABLE } from './open-run.ts';
import type { Command, ControlValue } from './protocol.ts';

const SIZES = ['quick', 'default', 'seed'];

/** Reads what the page wants opened. Errors (ConfigError) name what is unknown or out of range. */
export function requestOf(
  command: Extract<Command, { type: 'open' }>,
  presetOf: (id: string) => Preset = presetById,
): RunRequest {
  const preset = presetOf(command.preset);
  const { size, seed, tune } = command;
  if (!SIZES.includes(size)) {
    throw configError({ where: 'size', must: `must be one of ${SIZES.join(', ')}`, got: String(size) });
  }
  checkSeed(seed);
  const known = new Set(preset.params.map((p) => p.id));
  const given = Object.entries(command.controls);
  // Settings with a slash belong to the optimizer and the layers; they are checked when the model stands.
  const own = Object.fromEntries(given.filter(([id]) => known.has(id) || !id.includes('/')));
  const extras = Object.fromEntries(given.filter(([id]) => !(id in own)));
  checkValues(preset, own);
  return { preset, size, values: presetValues(preset, size, own), extras, seed, tune };
}

/** Throws a config error unless `seed` is a whole number of 32 bits. */
export function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw configError({
    where: 'seed',
    must: 'must be a whole number from 0 to 4294967295',
    got: String(seed),
  });
}

/** Throws a config error unless `count` is a whole number from 1 to `most`. */
export function checkCount(where: string, count: number, most: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw configError({ where, must: `must be a whole number from 1 to ${most}`, got: String(count) });
}

/** The request with one setting changed: the preset's own, or one of the optimizer and the layers. */
export function withValue(request: RunRequest, id: string, value: ControlValue): RunRequest {
  const param = request.preset.params.find((p) => p.id === id);
  if (param === undefined) return { ...request, extras: { ...request.extras, [id]: value } };
  checkValue(request.preset.id, param, value);
  return { ...request, values: { ...request.values, [id]: value } };
}

/** Whether a setting of the preset decides the plan, so that it must be known before one is made. */
export const decidesPlan = ({ preset }: RunRequest, id: string): boolean =>
  id.startsWith(TRAINABLE) || preset.params.some((p) => p.id === id && p.takes === 'plan');
