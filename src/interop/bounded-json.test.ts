import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrainyardError } from '../core/errors.ts';
import { type JsonValue, parseBoundedJson } from './bounded-json.ts';

const WIDE = { depth: 100, values: 1e6 };

/** As `JSON.parse` gives it, with names that mean nothing. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, inner]) => [`#${name}`, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

const revive = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [`#${name}`, inner]))
    : value;

test('agrees with the reader of the language on what is JSON, and what it means', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('"', '\\', '{', ']', ',', '1', '-', ' ', '\u0001', 'e'))
    .map(
      ([text, at, letter]) =>
        text.slice(0, at % (text.length + 1)) + letter + text.slice(at % (text.length + 1)),
    );
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), damaged), (text) => {
      let given: JsonValue;
      try {
        given = parseBoundedJson('x', text, WIDE);
      } catch (error) {
        expect(error).toBeInstanceOf(TrainyardError);
        if (!(error as Error).message.includes('twice')) expect(() => JSON.parse(text)).toThrow();
        return;
      }
      expect(plain(given)).toEqual(JSON.parse(text, revive));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 500), seed: 11 },
  );
});

test('stops at its limits, before the text is read to its end', () => {
  const parse = (text: string) => () => parseBoundedJson('x', text, { depth: 3, values: 10 });
  expect(parse('['.repeat(1e6))).toThrow(/nest at most 3 deep/);
  expect(parse(`[${'1,'.repeat(1e6)}1]`)).toThrow(/at most 10 values/);
  expect(parse('{"__proto__":{"a":1}}')()).toEqual(new Map([['__proto__', new Map([['a', 1]])]]));
});
