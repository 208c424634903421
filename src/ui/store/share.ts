// Preset, settings and code in the fragment of an address, compressed; a fragment is never sent to a server. What arrives is
// somebody else's: its size is limited before and after decompression, its form is checked, and nothing of it runs.

import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { MOST_CODE } from '../../sandbox/protocol.ts';
import type { ControlValue, PresetSize } from '../../worker/protocol.ts';
import { type LinkRead, SHARE_PREFIX, type Shared } from './link.ts';
import type { Wanted } from './state.ts';

/** Characters of the fragment, and bytes that it may become. */
const MOST_CHARACTERS = 60_000;
const MOST_BYTES = 250_000;
/** Input bytes at a time: at most a thousandfold of them is made before the size is looked at again. */
const PIECE = 64;

const SIZES: readonly PresetSize[] = ['quick', 'default', 'seed'];
const MOST_CONTROLS = 200;

/** The fragment of a link; null where it would be longer than one may be. */
export function writeShare({ wanted, code }: Shared): string | null {
  const bytes = deflateSync(strToU8(JSON.stringify({ v: 1, ...wanted, code })), { level: 9 });
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const fragment = SHARE_PREFIX + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return fragment.length <= MOST_CHARACTERS ? fragment : null;
}

/** What a fragment shares. Never throws. */
export function readShare(fragment: string): LinkRead {
  if (!fragment.startsWith(SHARE_PREFIX)) return null;
  if (fragment.length > MOST_CHARACTERS) return 'broken';
  try {
    const text = atob(fragment.slice(SHARE_PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = inflateWithin(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    return checkedShare(JSON.parse(strFromU8(bytes))) ?? 'broken';
  } catch {
    return 'broken';
  }
}

function inflateWithin(packed: Uint8Array): Uint8Array {
  const out = new Uint8Array(MOST_BYTES);
  let size = 0;
  const inflate = new Inflate((chunk) => {
    out.set(chunk, size);
    size += chunk.length;
  });
  for (let at = 0; at < packed.length; at += PIECE)
    inflate.push(packed.slice(at, at + PIECE), at + PIECE >= packed.length);
  return out.subarray(0, size);
}

function checkedShare(given: unknown): Shared | null {
  if (typeof given !== 'object' || given === null) return null;
  const { v, preset, size, seed, tune, controls, code } = given as Record<string, unknown>;
  const checked = {
    preset: isName(preset) ? preset : null,
    size: SIZES.find((known) => known === size) ?? null,
    seed: Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 32 ? seed : null,
    tune: typeof tune === 'boolean' ? tune : null,
    controls: checkedControls(controls),
  };
  if (v !== 1 || Object.values(checked).includes(null) || !isCode(code)) return null;
  return { wanted: checked as Wanted, code };
}

const isName = (x: unknown): x is string =>
  typeof x === 'string' && /^[\w./-]{1,100}$/.test(x) && x !== '__proto__';

const isCode = (x: unknown): x is string | null =>
  x === null || (typeof x === 'string' && x.length <= MOST_CODE);

function checkedControls(given: unknown): Record<string, ControlValue> | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const entries = Object.entries(given);
  const fits = entries.every(([id, value]) => isName(id) && isValue(value));
  return fits && entries.length <= MOST_CONTROLS ? Object.fromEntries(entries) : null;
}

const isValue = (x: unknown): x is ControlValue =>
  typeof x === 'boolean' || Number.isFinite(x) || (typeof x === 'string' && x.length <= 200);
