import fc from 'fast-check';
import { expect, test } from 'vitest';
import { input } from '../nn/input.ts';
import { layers } from '../nn/layers/table.ts';
import { model } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { checkRecord } from './check-record.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What the sandbox gives of a small model with all that a description may hold. */
function someRecord(): Json {
  resetNames();
  const x = input({ shape: [8, 8, 1], name: 'x' });
  const seen = layers.flatten()(layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu' })(x));
  const y = layers.dense({ units: 3, activation: 'softmax', name: 'y' })(layers.dropout({ rate: 0.2 })(seen));
  const description = {
    model: model({ inputs: x, outputs: y }).toJSON(),
    compile: {
      optimizer: { name: 'adam', config: { learningRate: 0.01 } },
      loss: { y: 'sparse_categorical_crossentropy' },
      metrics: ['accuracy'],
    },
  };
  return JSON.parse(JSON.stringify({ description, lines: { y: 3 } })) as Json;
}

/** All places in a value, from its root. */
function places(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...at, name]))];
}

function withChange(value: Json, [name, ...rest]: readonly string[], change: Json): Json {
  if (name === undefined) return change;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [name: string]: Json };
  copy[name] = withChange(copy[name]!, rest, change);
  return copy as Json;
}

const RECORD = someRecord();
const PLACES = places(RECORD);
const ODD: readonly Json[] = [
  -1,
  0,
  0.5,
  1e9,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  '__proto__',
  'constructor',
  'x',
  null,
];

test('a good record is a model', () => {
  expect(checkRecord(JSON.stringify(RECORD))).toMatchObject({ ok: true, lines: { y: 3 } });
});

test('any change of a record gives a model or a fault, at once, and touches nothing', () => {
  const odd = fc.oneof(fc.constantFrom(...ODD), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>);
  const changes = fc.array(fc.tuple(fc.constantFrom(...PLACES), odd), { minLength: 1, maxLength: 2 });
  const changed = changes.map((all) =>
    JSON.stringify(
      all.reduce<Json>((record, [place, change]) => {
        const there = place.every((_, i) => isThere(record, place.slice(0, i + 1)));
        return there ? withChange(record, place, change) : record;
      }, RECORD),
    ),
  );
  fc.assert(
    fc.property(fc.oneof({ weight: 8, arbitrary: changed }, fc.json(), fc.string()), (text) => {
      resetNames();
      const outcome = checkRecord(text);
      if (!outcome.ok) expect(outcome.fault.message.length).toBeGreaterThan(0);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 200), seed: 13 },
  );
});

function isThere(value: Json, place: readonly string[]): boolean {
  let at: Json | undefined = value;
  for (const name of place) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as { [name: string]: Json })[name];
  }
  return true;
}
