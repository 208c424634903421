// A link that shares preset, settings and code: what the page makes of it.

import type { Address } from './address.ts';
import type { CodeSlice, Wanted } from './state.ts';

/** What a link shares; null where the code is that of the preset. */
export interface Shared {
  readonly wanted: Wanted;
  readonly code: string | null;
}

/** `broken`: it shares something that cannot be read; null: there is no such link. */
export type LinkRead = Shared | 'broken' | null;

export const SHARE_PREFIX = '#share=';

export const isShareHash = (hash: string): boolean => hash.startsWith(SHARE_PREFIX);

/** The address with what the link shares. Settings in the address are newer than those in the link. */
export function takeLink(
  address: Address,
  bare: boolean,
  link: LinkRead,
): Address & { readonly code: Partial<CodeSlice> } {
  if (link === null) return { ...address, code: {} };
  const tabs = { ...address.tabs, centre: 'code', narrow: 'code' };
  if (link === 'broken') return { ...address, tabs, code: { brokenLink: true } };
  const wanted = bare ? link.wanted : address.wanted;
  const { preset } = link.wanted;
  if (link.code === null || wanted.preset !== preset) return { ...address, wanted, code: {} };
  return { wanted, tabs, code: { drafts: { [preset]: link.code }, fromLink: preset } };
}
