import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { readAddress } from './address.ts';
import { DEFAULT_WANTED } from './initial.ts';
import { SHARE_PREFIX, type Shared, takeLink } from './link.ts';
import { readShare, writeShare } from './share.ts';

const packed = (text: string): string =>
  SHARE_PREFIX +
  Buffer.from(deflateSync(strToU8(text)))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const shared = (change: object = {}) => ({ v: 1, ...DEFAULT_WANTED, code: 'x', ...change });

const anyShared: fc.Arbitrary<Shared> = fc.record({
  wanted: fc.record({
    preset: fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
    size: fc.constantFrom('quick', 'default', 'seed'),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    tune: fc.boolean(),
    controls: fc.dictionary(
      fc.stringMatching(/^[a-z]\w{0,10}$/),
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((x) => x + 0),
        fc.boolean(),
        fc.string({ maxLength: 50 }),
      ),
    ),
  }),
  code: fc.option(fc.string({ unit: 'grapheme', maxLength: 2000 })),
});

test('reads what it writes', () => {
  fc.assert(
    fc.property(anyShared, (given) => {
      const fragment = writeShare(given)!;
      expect(fragment).toMatch(/^#share=[\w-]+$/);
      expect(JSON.stringify(readShare(fragment))).toBe(JSON.stringify(given));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 300), seed: 7 },
  );
});

/** Whatever comes is read, or is broken; nothing else comes out. */
function holds(fragment: string): void {
  const read = readShare(fragment);
  if (read === null || read === 'broken') return;
  expect(read.code === null || read.code.length <= 100_000).toBe(true);
  expect(read.wanted.preset).toMatch(/^[\w./-]+$/);
}

test('nonsense never throws', () => {
  const json = fc.json().map(packed);
  const bytes = fc
    .uint8Array({ maxLength: 300 })
    .map((x) => SHARE_PREFIX + Buffer.from(x).toString('base64url'));
  const changed = fc.dictionary(
    fc.constantFrom('v', 'preset', 'size', 'seed', 'tune', 'controls', 'code'),
    fc.jsonValue(),
  );
  const almost = changed.map((change) => packed(JSON.stringify(shared(change))));
  const cut = fc.tuple(anyShared, fc.nat(400)).map(([one, length]) => writeShare(one)!.slice(0, 7 + length));
  const text = fc.string().map((x) => SHARE_PREFIX + x);
  fc.assert(fc.property(fc.oneof(json, bytes, almost, cut, text), holds), {
    numRuns: Number(process.env.FUZZ_RUNS ?? 300),
    seed: 7,
  });
});

test('a link that unpacks to more than it may is broken before it is unpacked', () => {
  const bomb = packed(JSON.stringify(shared({ code: 'x'.repeat(40_000_000) })));
  expect(bomb.length).toBeLessThan(60_000);
  const before = performance.now();
  expect(readShare(bomb)).toBe('broken');
  expect(performance.now() - before).toBeLessThan(2000);
  expect(readShare(SHARE_PREFIX + 'A'.repeat(60_000))).toBe('broken');
  expect(readShare(packed('['.repeat(200_000)))).toBe('broken');
  expect(readShare(packed(JSON.stringify(shared({ code: 'x'.repeat(100_001) }))))).toBe('broken');
  expect(readShare(packed(JSON.stringify(shared({ preset: '__proto__' }))))).toBe('broken');
});

test('a link opens its preset and shows its code; newer settings in the address hold', () => {
  const link: Shared = { wanted: { ...DEFAULT_WANTED, preset: 'vqa', seed: 3 }, code: 'mine' };
  expect(takeLink(readAddress(''), true, link)).toMatchObject({
    wanted: { preset: 'vqa', seed: 3 },
    tabs: { centre: 'code' },
    code: { drafts: { vqa: 'mine' }, fromLink: 'vqa' },
  });
  expect(takeLink(readAddress('?preset=vqa&seed=4'), false, link)).toMatchObject({ wanted: { seed: 4 } });
  expect(takeLink(readAddress('?preset=headline'), false, link).code).toEqual({ drafts: {} });
  expect(takeLink(readAddress(''), true, 'broken').code).toEqual({ drafts: {}, brokenLink: true });
  const kept = { vqa: 'edited', headline: 'other' };
  const again = takeLink(readAddress('?preset=vqa'), false, link, kept).code;
  expect(again).toEqual({ drafts: kept, fromLink: null });
  expect(takeLink(readAddress(''), true, link, kept).code.drafts).toEqual({ ...kept, vqa: 'mine' });
});
