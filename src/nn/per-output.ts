import { configError } from '../core/errors.ts';

/** Spreads what `compile` takes for several outputs over them; see `perOutput` and `byOutput`. */
export interface PerOutputRule<T> {
  /** The argument's name for errors: `loss`, `lossWeights`. */
  readonly argument: string;
  /** Names of the outputs in order. */
  readonly names: readonly string[];
  /** Whether a value is one entry. */
  isOne(value: unknown): value is T;
}

/**
 * One value for all outputs, a list in the order of the outputs, or a dictionary by name. Undefined stands where a
 * dictionary leaves an output out. Errors name the argument and the outputs: a list of another length, a stray name.
 */
export function perOutput<T>(rule: PerOutputRule<T>, given: unknown): (T | undefined)[] {
  if (rule.isOne(given)) return rule.names.map(() => given);
  return byOutput(rule, given);
}

/** The same without one value for all. */
export function byOutput<T>(rule: PerOutputRule<T>, given: unknown): (T | undefined)[] {
  if (Array.isArray(given)) return fromList(rule, given);
  if (typeof given === 'object' && given !== null) return fromDictionary(rule, given);
  throw wrong(rule, typeof given === 'string' ? `'${given}'` : String(given));
}

function fromList<T>(rule: PerOutputRule<T>, given: readonly unknown[]): T[] {
  if (given.length === rule.names.length && given.every((x) => rule.isOne(x))) return given as T[];
  throw wrong(rule, given.length === rule.names.length ? String(given) : `a list of ${given.length}`);
}

function fromDictionary<T>(rule: PerOutputRule<T>, given: object): (T | undefined)[] {
  const entries = new Map<string, unknown>(Object.entries(given));
  const stray = [...entries.keys()].find((key) => !rule.names.includes(key));
  if (stray !== undefined) throw wrong(rule, `the name '${stray}'`);
  return rule.names.map((name) => {
    const value = entries.get(name);
    if (value === undefined || rule.isOne(value)) return value;
    throw wrong(rule, `${String(value)} for '${name}'`);
  });
}

function wrong({ argument, names }: PerOutputRule<unknown>, got: string): Error {
  const outputs = names.map((name) => `'${name}'`).join(', ');
  const must = `${argument} has one entry for each output, in a list or by name: ${outputs}`;
  return configError({ where: 'model.compile', must, got });
}
