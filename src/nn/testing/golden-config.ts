import { required } from '../../core/invariant.ts';
import { camelCase } from '../read-options.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { schedules } from '../schedules/table.ts';

/** Keras's constructor arguments as options of ours: camel case, schedules made into objects. */
export function optionsOf(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), readValue(value)]));
}

function readValue(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'class' in value;
  return isObject ? scheduleOf(value as { class: string; config: Record<string, unknown> }) : value;
}

interface Row {
  readonly def: { readonly className: string };
}

/** The row of a table for a Keras class; a class without one fails the test. */
export function rowOf<R extends Row>(table: Readonly<Record<string, R>>, className: string): R {
  const row = Object.values(table).find(({ def }) => def.className === className);
  return required(row, `a row for Keras's ${className}`);
}

export function scheduleOf(object: { class: string; config: Record<string, unknown> }): Schedule {
  const create = rowOf(schedules, object.class) as (options: object) => Schedule;
  return create(optionsOf(object.config));
}
