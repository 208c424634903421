// Code that a person wrote outlives a reload of its tab. A browser that refuses storage is no error: then nothing is kept.

import { MOST_CODE } from '../../sandbox/protocol.ts';
import type { App } from './app.ts';
import type { TextStorage } from './preferences.ts';
import type { CodeSlice } from './state.ts';

const KEY = 'trainyard.drafts';
const MOST_DRAFTS = 50;

type Drafts = CodeSlice['drafts'];

/** What was kept, as far as it makes sense. */
export function readDrafts(storage: TextStorage | null): Drafts {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    const fits = entries.filter(([, code]) => typeof code === 'string' && code.length <= MOST_CODE);
    return Object.fromEntries(fits.slice(0, MOST_DRAFTS));
  } catch {
    return {};
  }
}

/** Keeps drafts from now on. */
export function keepDrafts(app: App, storage: TextStorage | null): void {
  app.store.subscribe((state, before) => {
    if (state.code.drafts === before.code.drafts) return;
    app.coalescer.soon('drafts', () => writeDrafts(storage, app.state().code.drafts));
  });
}

function writeDrafts(storage: TextStorage | null, drafts: Drafts): void {
  try {
    storage?.setItem(KEY, JSON.stringify(drafts));
  } catch {
    // Full or forbidden: the code holds until the page is closed.
  }
}
