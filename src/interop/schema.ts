import { interopError } from '../core/errors.ts';
import type { JsonValue } from './bounded-json.ts';

/** Reads one kind of value from JSON, or throws an InteropError that names the place. */
export type Reader<T> = (value: JsonValue | undefined, where: string) => T;

export const text =
  (most = 1000): Reader<string> =>
  (value, where) => {
    if (typeof value === 'string' && value.length <= most) return value;
    throw fault(where, `must be a text of at most ${most} characters`, value);
  };

export const number: Reader<number> = (value, where) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw fault(where, 'must be a finite number', value);
};

/** A whole number from `least` to `most`. */
export const whole =
  (least = 0, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, where) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw fault(where, `must be a whole number from ${least} to ${most}`, value);
  };

/** A number, a text or true or false: what a setting may be. */
export const setting: Reader<number | string | boolean> = (value, where) => {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? text()(value, where) : number(value, where);
};

export const oneOf =
  <T extends string>(...options: readonly T[]): Reader<T> =>
  (value, where) => {
    if (options.includes(value as T)) return value as T;
    throw fault(where, `must be one of ${options.join(', ')}`, value);
  };

export const nullable =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, where) =>
    value === null || value === undefined ? null : read(value, where);

export const list =
  <T>(read: Reader<T>, most: number): Reader<T[]> =>
  (value, where) => {
    if (Array.isArray(value) && value.length <= most) return value.map((x, i) => read(x, `${where}[${i}]`));
    throw fault(where, `must be a list of at most ${most}`, value);
  };

/** Any names, each with a value of one kind. The result has no prototype. */
export const table =
  <T>(read: Reader<T>, most = 1000): Reader<Record<string, T>> =>
  (value, where) => {
    if (!(value instanceof Map) || value.size > most)
      throw fault(where, `must be an object of at most ${most} names`, value);
    const out: Record<string, T> = Object.create(null);
    for (const [name, x] of value as ReadonlyMap<string, JsonValue>) out[name] = read(x, `${where}.${name}`);
    return out;
  };

/** An object with these fields; others are not looked at. */
export const fields =
  <T extends object>(readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> =>
  (value, where) => {
    if (!(value instanceof Map)) throw fault(where, 'must be an object', value);
    const names = Object.keys(readers) as (keyof T & string)[];
    const given = value as ReadonlyMap<string, JsonValue>;
    return Object.fromEntries(
      names.map((name) => [name, readers[name](given.get(name), `${where}.${name}`)]),
    ) as T;
  };

function fault(where: string, must: string, value: JsonValue | undefined): Error {
  return interopError({ where, must, got: described(value) });
}

function described(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Map) return 'an object';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const written = JSON.stringify(value);
  return written.length > 40 ? `${written.slice(0, 40)}…` : written;
}
