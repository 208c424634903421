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

/**
 * The address with what the link shares, and the drafts that were kept. An address that is bare but for the link is the link itself;
 * in one that is not, the page has written its settings: they, and the draft that was kept, are newer than the link.
 */
export function takeLink(
  address: Address,
  bare: boolean,
  link: LinkRead,
  kept: CodeSlice['drafts'] = {},
): Address & { readonly code: Partial<CodeSlice> } {
  if (link === null) return { ...address, code: { drafts: kept } };
  const tabs = { ...address.tabs, centre: 'code', narrow: 'code' };
  if (link === 'broken') return { ...address, tabs, code: { drafts: kept, brokenLink: true } };
  const wanted = bare ? link.wanted : address.wanted;
  const { preset } = link.wanted;
  if (link.code === null || wanted.preset !== preset) return { ...address, wanted, code: { drafts: kept } };
  const draft = (bare ? undefined : kept[preset]) ?? link.code;
  const fromLink = draft === link.code ? preset : null;
  return { wanted, tabs, code: { drafts: { ...kept, [preset]: draft }, fromLink } };
}
