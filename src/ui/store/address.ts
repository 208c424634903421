// The address tells what is open: `/?preset=mnist-mlp&size=quick&seed=7&tune=off&set.learningRate=0.01&centre=plan`.

import type { ControlValue, PresetSize } from '../../worker/protocol.ts';
import { DEFAULT_WANTED } from './initial.ts';
import type { Wanted } from './state.ts';

const SIZES: readonly PresetSize[] = ['quick', 'default', 'seed'];
const SETTING = 'set.';
const TAB = 'tab.';

export interface Address {
  readonly wanted: Wanted;
  /** Chosen tab by area. */
  readonly tabs: Readonly<Record<string, string>>;
}

/** Reads an address; what is missing or makes no sense is the default. */
export function readAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const size = SIZES.find((known) => known === query.get('size')) ?? DEFAULT_WANTED.size;
  const seed = Number(query.get('seed') ?? Number.NaN);
  return {
    wanted: {
      preset: query.get('preset') || DEFAULT_WANTED.preset,
      size,
      seed: Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32 ? seed : DEFAULT_WANTED.seed,
      tune: query.get('tune') !== 'off',
      controls: Object.fromEntries(withPrefix(query, SETTING).map(([id, text]) => [id, parseValue(text)])),
    },
    tabs: Object.fromEntries(withPrefix(query, TAB)),
  };
}

function withPrefix(query: URLSearchParams, prefix: string): [string, string][] {
  return [...query]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, text]) => [name.slice(prefix.length), text]);
}

function parseValue(text: string): ControlValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Writes an address: the preset always, everything else only where it is not the default. */
export function writeAddress({ wanted, tabs }: Address): string {
  const query = new URLSearchParams({ preset: wanted.preset });
  if (wanted.size !== DEFAULT_WANTED.size) query.set('size', wanted.size);
  if (wanted.seed !== DEFAULT_WANTED.seed) query.set('seed', String(wanted.seed));
  if (!wanted.tune) query.set('tune', 'off');
  for (const [id, value] of Object.entries(wanted.controls)) query.set(SETTING + id, String(value));
  for (const [area, tab] of Object.entries(tabs)) query.set(TAB + area, tab);
  return `?${query}`;
}
