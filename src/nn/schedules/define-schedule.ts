import { configError } from '../../core/errors.ts';
import { readOptions } from '../read-options.ts';
import type { Schedule } from './schedule.ts';

/** One schedule: a row of the table. `R` are the options without a default. */
export interface ScheduleDef<R extends object, O extends object> {
  readonly className: string;
  /** Names of the options without a default. */
  readonly required: readonly (keyof R & string)[];
  readonly defaults: O;
  /** Throws a config error where an option has no sense. */
  check?(options: R & O): void;
  rateAt(options: R & O, iterations: number): number;
}

export type ScheduleFactory<R extends object, O extends object> = ((options: R & Partial<O>) => Schedule) & {
  readonly def: ScheduleDef<R, O>;
};

/** Makes the factory that the public API offers from a row. */
export function defineSchedule<R extends object, O extends object>(
  def: ScheduleDef<R, O>,
): ScheduleFactory<R, O> {
  const create = (given: R & Partial<O>): Schedule => makeSchedule(def, given);
  return Object.assign(create, { def });
}

function makeSchedule<R extends object, O extends object>(
  def: ScheduleDef<R, O>,
  given: R & Partial<O>,
): Schedule {
  const blank = Object.fromEntries(def.required.map((key) => [key, undefined]));
  const config = readOptions(def.className, { ...blank, ...def.defaults }, given) as Record<string, unknown>;
  for (const key of def.required) requireOption(def.className, key, config[key]);
  const options = config as unknown as R & O;
  def.check?.(options);
  return { className: def.className, config, rateAt: (iterations) => def.rateAt(options, iterations) };
}

function requireOption(where: string, key: string, value: unknown): void {
  if (value === undefined) throw configError({ where, must: `${key} must be given`, got: 'none' });
}
