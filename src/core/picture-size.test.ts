import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureSize } from './picture-size.ts';

const text = (letters: string): number[] => Array.from(letters, (c) => c.charCodeAt(0));
const zeros = (n: number): number[] => new Array<number>(n).fill(0);

/** Headers of pictures of 300 × 200. */
const HEADERS: readonly (readonly [string, readonly number[]])[] = [
  ['PNG', [0x89, ...text('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...text('IHDR'), 0, 0, 1, 44, 0, 0, 0, 200]],
  ['GIF', [...text('GIF89a'), 44, 1, 200, 0]],
  ['BMP', [...text('BM'), ...zeros(12), 40, 0, 0, 0, 44, 1, 0, 0, 200, 0, 0, 0]],
  ['BMP top down', [...text('BM'), ...zeros(12), 40, 0, 0, 0, 44, 1, 0, 0, 56, 255, 255, 255]],
  ['BMP of old', [...text('BM'), ...zeros(12), 12, 0, 0, 0, 44, 1, 200, 0]],
  ['WebP', [...text('RIFF....WEBPVP8 '), ...zeros(7), 0x9d, 1, 0x2a, 44, 1, 200, 0]],
  ['WebP, lossless', [...text('RIFF....WEBPVP8L'), ...zeros(4), 0x2f, 43, 193, 49, 0]],
  ['WebP, extended', [...text('RIFF....WEBPVP8X'), ...zeros(8), 43, 1, 0, 199, 0, 0]],
  [
    'JPEG',
    // A comment, a fill byte, a table, then the frame.
    [0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xff, 0xdb, 0, 3, 7, 0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44],
  ],
];

test.each(HEADERS)('reads the size of %s', (_, header) => {
  expect(pictureSize(Uint8Array.from(header))).toEqual({ width: 300, height: 200 });
  for (let length = 0; length < header.length - 1; length++)
    expect(pictureSize(Uint8Array.from(header.slice(0, length)))).toBeNull();
});

test('what is no picture has no size', () => {
  expect(pictureSize(Uint8Array.from(text('<svg width="9" height="9"/>'.padEnd(80))))).toBeNull();
  expect(pictureSize(new Uint8Array(100))).toBeNull();
});

test('any bytes have a size or none', () => {
  const damaged = fc
    .tuple(fc.constantFrom(...HEADERS), fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 4 }))
    .map(([[, header], changes]) => {
      const bytes = Uint8Array.from([...header, ...zeros(20)]);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  const segments = fc
    .array(fc.tuple(fc.constantFrom(0xff, 0xfe, 0xd0, 0x01, 0xc4, 0xc0), fc.nat(300)), { maxLength: 9 })
    .map((parts) => [0xff, 0xd8, ...parts.flatMap(([m, n]) => [0xff, m, n >> 8, n & 255, ...zeros(n)])])
    .map((bytes) => Uint8Array.from(bytes));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged, segments), (bytes) => {
      const size = pictureSize(bytes);
      if (size !== null) expect([size.width, size.height].every(Number.isInteger)).toBe(true);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 500), seed: 9 },
  );
});
