import { configError } from '../core/errors.ts';
import type { ParamSpec, Params, ParamValue } from './types.ts';

/** The seed of generated data and drawn pairs. */
export const SEED: ParamSpec = { kind: 'int', label: 'Data seed', min: 0, max: 0xffff_ffff, default: 1 };

/** A count with its range. */
export function count(label: string, min: number, max: number, normal: number, unit?: string): ParamSpec {
  return { kind: 'int', label, min, max, default: normal, unit };
}

/** All parameters with defaults filled in. Errors: ConfigError for an unknown name or a value out of range. */
export function resolveParams(
  where: string,
  specs: Readonly<Record<string, ParamSpec>>,
  given: Params = {},
): Params {
  for (const name of Object.keys(given)) {
    if (name in specs) continue;
    const known = Object.keys(specs).join(', ') || 'none';
    throw configError({ where, must: `there is no parameter "${name}"`, try: `one of: ${known}` });
  }
  const entries = Object.entries(specs).map(([name, spec]) => {
    const value = given[name] ?? spec.default;
    checkParam(`${where} ${name}`, spec, value);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function checkParam(where: string, spec: ParamSpec, value: ParamValue): void {
  const must = ruleOf(spec);
  if (!holds(spec, value))
    throw configError({ where, must: `the value must be ${must}`, got: String(value) });
}

function ruleOf(spec: ParamSpec): string {
  switch (spec.kind) {
    case 'int':
      return `a whole number from ${spec.min} to ${spec.max}`;
    case 'float':
      return `a number from ${spec.min} to ${spec.max}`;
    case 'choice':
      return `one of ${spec.options.join(', ')}`;
    case 'flag':
      return 'true or false';
  }
}

function holds(spec: ParamSpec, value: ParamValue): boolean {
  switch (spec.kind) {
    case 'int':
      return Number.isInteger(value) && Number(value) >= spec.min && Number(value) <= spec.max;
    case 'float':
      return typeof value === 'number' && value >= spec.min && value <= spec.max;
    case 'choice':
      return spec.options.includes(String(value));
    case 'flag':
      return typeof value === 'boolean';
  }
}
