import { configError } from '../core/errors.ts';

/**
 * `defaults` overridden by what `given` sets; undefined counts as not set. A key that `defaults` (or `also`) does not
 * have is a mistake of spelling: a config error that lists the known ones.
 */
export function readOptions<O extends object>(
  where: string,
  defaults: O,
  given: object,
  also: readonly string[] = [],
): O {
  const known = [...Object.keys(defaults), ...also];
  const out = { ...defaults } as Record<string, unknown>;
  for (const [key, value] of Object.entries(given)) {
    if (!known.includes(key)) throw unknownOption(where, key, known);
    if (value !== undefined && !also.includes(key)) out[key] = value;
  }
  return out as O;
}

function unknownOption(where: string, key: string, known: readonly string[]): Error {
  const list = known.map((k) => `'${k}'`).join(', ');
  return configError({ where, must: `options are ${list === '' ? 'not taken' : list}`, got: `'${key}'` });
}

/** `mean_squared_error` → `meanSquaredError`, `beta_1` → `beta1`. */
export function camelCase(snake: string): string {
  return snake.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
