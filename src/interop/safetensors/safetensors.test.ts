import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrainyardError } from '../../core/errors.ts';
import { floatTensor, toFloats } from './floats.ts';
import { readSafeTensors } from './read.ts';
import { writeSafeTensors } from './write.ts';

/** Cases of each property; more in the long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 500);
const options = { numRuns: RUNS, seed: 42 };

const someName = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('__proto__', 'constructor', 'a/b', ''),
);
const someTensor = fc
  .record({
    name: someName.filter((name) => name !== '__metadata__'),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
  })
  .chain(({ name, shape }) => {
    const size = shape.reduce((n, d) => n * d, 1);
    return fc
      .float32Array({ minLength: size, maxLength: size })
      .map((data) => floatTensor(name, shape, data));
  });
const someFile = fc.record({
  metadata: fc
    .dictionary(someName, fc.string({ maxLength: 50 }), { maxKeys: 5, noNullPrototype: true })
    .map((texts) => new Map(Object.entries(texts))),
  tensors: fc.uniqueArray(someTensor, { maxLength: 6, selector: (t) => t.name }),
});

const bytesOf = (file: ReturnType<typeof readSafeTensors>) => ({
  metadata: [...file.metadata].sort(),
  tensors: Object.fromEntries(
    [...file.tensors]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((t) => [`#${t.name}`, { ...t, bytes: [...t.bytes] }]),
  ),
});

test('what was written is read, bit for bit', () => {
  fc.assert(
    fc.property(someFile, (file) => {
      expect(bytesOf(readSafeTensors(writeSafeTensors(file)))).toEqual(bytesOf(file));
    }),
    options,
  );
});

/** Reads bytes that may be anything: a file or an error on purpose, never another. */
function survives(bytes: Uint8Array): void {
  try {
    readSafeTensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(TrainyardError);
  }
}

test('damaged files give an error on purpose or a file', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(someFile, damage, fc.nat(), (file, changes, cut) => {
      const bytes = writeSafeTensors(file);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      survives(bytes);
      survives(bytes.subarray(0, cut % (bytes.length + 1)));
    }),
    options,
  );
});

test('headers of any JSON, and of nothing like it, give an error on purpose or a file', () => {
  const header = fc.oneof(
    fc.json(),
    fc.string(),
    fc.jsonValue().map((x) => JSON.stringify({ a: x })),
  );
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 32 }), (words, data) => {
      survives(withHeader(words, data));
    }),
    options,
  );
});

function withHeader(words: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const encoded = new TextEncoder().encode(words);
  const bytes = new Uint8Array(8 + encoded.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(encoded.length), true);
  bytes.set(encoded, 8);
  bytes.set(data, 8 + encoded.length);
  return bytes;
}

const entry = (shape: string, offsets: string, dtype = 'F32') =>
  `{"w":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`;

test.each([
  ['too short', new Uint8Array(3), /length of its header/],
  ['a header longer than the file', new Uint8Array(8).fill(255), /header of at most 0 bytes/],
  ['no JSON', withHeader('{"w":'), /must be JSON, got its end/],
  ['deep nesting', withHeader(`{"w":${'['.repeat(100_000)}`), /nest at most 4 deep/],
  ['a name twice', withHeader('{"w":1,"w":2}'), /'w' twice/],
  ['a shape that is too large', withHeader(entry('[4294967296,4294967296]', '[0,0]')), /bytes of its shape/],
  ['a negative size', withHeader(entry('[-1]', '[0,0]')), /whole number from 0/],
  ['a fraction', withHeader(entry('[1.5]', '[0,0]')), /whole number from 0/],
  ['too many axes', withHeader(entry('[1,1,1,1,1,1,1,1,1]', '[0,4]'), new Uint8Array(4)), /at most 8/],
  ['an unknown type', withHeader(entry('[1]', '[0,4]', 'F8'), new Uint8Array(4)), /must be one of F64/],
  ['a place outside', withHeader(entry('[2]', '[0,8]'), new Uint8Array(4)), /within the 4 of the file/],
  ['a gap', withHeader(entry('[1]', '[4,8]'), new Uint8Array(8)), /without gap/],
  ['bytes behind', withHeader(entry('[1]', '[0,4]'), new Uint8Array(8)), /ends with its last tensor/],
])('says what is wrong with %s', (_, bytes, message) => {
  expect(() => readSafeTensors(bytes)).toThrow(message);
});

test('reads long texts', () => {
  const long = '\\\\'.repeat(1 << 20);
  const { metadata } = readSafeTensors(withHeader(`{"__metadata__":{"a":"${long}"}}`));
  expect(metadata.get('a')).toBe('\\'.repeat(1 << 20));
  expect(() => readSafeTensors(withHeader(`{"a":"${long}`))).toThrow(/must be JSON/);
  expect(() => readSafeTensors(withHeader('{"a\u0001":1}'))).toThrow(/must be JSON/);
});

test('reads half and brain floats and doubles', () => {
  const tensor = (dtype: 'F16' | 'BF16' | 'F64' | 'I32', bytes: number[], shape = [1]) =>
    toFloats({ name: 'w', dtype, shape, bytes: Uint8Array.from(bytes) });
  expect(tensor('F16', [0x00, 0xc2])).toEqual(Float32Array.of(-3));
  expect(tensor('F16', [0x01, 0x00])).toEqual(Float32Array.of(2 ** -24));
  expect(tensor('BF16', [0x40, 0xc0])).toEqual(Float32Array.of(-3));
  expect(tensor('F64', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f])).toEqual(Float32Array.of(1.5));
  expect(tensor('I32', [1, 0, 0, 0])).toBeNull();
});
