// Text by key and language. English is the table of keys: a key that another language lacks does not compile.

import type { Language } from '../store/state.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type TextKey = keyof typeof en;
export type TextTable = Readonly<Record<TextKey, string>>;

const TABLES: Readonly<Record<Language, TextTable>> = { en, zh };

export type Values = Readonly<Record<string, string | number>>;

/** Looks up a text and fills in `{name}`. */
export type Translate = (key: TextKey, values?: Values) => string;

export function translator(language: Language): Translate {
  const table = TABLES[language];
  return (key, values) => fill(table[key], values);
}

function fill(text: string, values: Values | undefined): string {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
