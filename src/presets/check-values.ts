import { configError } from '../core/errors.ts';
import type { ParamValue, Preset, PresetParam, PresetValues } from './preset.ts';

/** Throws a config error for settings that the preset does not have or that are out of range. */
export function checkValues(preset: Preset, values: PresetValues): void {
  for (const [id, value] of Object.entries(values)) {
    const param = preset.params.find((p) => p.id === id);
    if (param === undefined) {
      const known = preset.params.map((p) => p.id).join(', ');
      throw configError({ where: preset.id, must: `settings are ${known}`, got: `'${id}'` });
    }
    checkValue(preset.id, param, value);
  }
}

/** Throws a config error unless `value` is one that the setting can take. */
export function checkValue(where: string, param: PresetParam, value: ParamValue): void {
  const must = rule(param, value);
  if (must !== null) throw configError({ where: `${where}, ${param.id}`, must, got: String(value) });
}

function rule(
  { kind, options, min = -Infinity, max = Infinity }: PresetParam,
  value: ParamValue,
): string | null {
  if (kind === 'flag') return typeof value === 'boolean' ? null : 'must be true or false';
  if (kind === 'choice')
    return options!.includes(String(value)) ? null : `must be one of ${options!.join(', ')}`;
  const range = `from ${min} to ${max}`;
  if (typeof value !== 'number' || !(value >= min && value <= max)) return `must be a number ${range}`;
  return kind === 'float' || Number.isInteger(value) ? null : `must be a whole number ${range}`;
}
