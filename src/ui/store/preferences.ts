// What a person likes, kept between visits. A browser that refuses storage is no error: then nothing is kept.

import { DEFAULT_VIEW } from './initial.ts';
import type { Language, Theme, ViewSlice } from './state.ts';

const KEY = 'trainyard.view';

/** The part of `Storage` that is used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

type Kept = Pick<ViewSlice, 'theme' | 'language' | 'logarithmic' | 'stacked' | 'smoothing'>;

/** Reads what was kept; the language is the browser's until one was chosen. */
export function readPreferences(storage: TextStorage | null, languages: readonly string[]): ViewSlice {
  const kept = parse(storage);
  return {
    ...DEFAULT_VIEW,
    theme: oneOf<Theme>(kept.theme, ['system', 'light', 'dark'], 'system'),
    language: oneOf<Language>(kept.language, ['en', 'zh'], languages[0]?.startsWith('zh') ? 'zh' : 'en'),
    logarithmic: kept.logarithmic === true,
    stacked: kept.stacked === true,
    smoothing: typeof kept.smoothing === 'number' ? kept.smoothing : DEFAULT_VIEW.smoothing,
  };
}

export function writePreferences(storage: TextStorage | null, view: ViewSlice): void {
  const { theme, language, logarithmic, stacked, smoothing } = view;
  const kept: Kept = { theme, language, logarithmic, stacked, smoothing };
  try {
    storage?.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the choice holds until the page is closed.
  }
}

function parse(storage: TextStorage | null): Partial<Kept> {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

const oneOf = <T>(value: unknown, known: readonly T[], otherwise: T): T =>
  known.find((one) => one === value) ?? otherwise;
