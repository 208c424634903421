// What the page says of a fault. The engine's errors are English sentences in parts; other languages say the parts that they know.

import type { ErrorInfo } from '../../worker/protocol.ts';
import type { Language } from '../store/state.ts';
import { zhWords } from './zh-engine.ts';
import { zhKinds, zhSaid } from './zh-said.ts';

export interface FaultText {
  /** Where, what must hold, and what was found. */
  readonly fact: string;
  readonly remedy: string | null;
  /** The engine's own words, where `fact` says them in another language. */
  readonly original: string | null;
}

export function faultText(error: ErrorInfo, language: Language): FaultText {
  return language === 'zh' ? inChinese(error) : inEnglish(error);
}

/** Any other sentence or note of the engine: as it is where it is not known. */
export const saidText = (text: string, language: Language): string =>
  language === 'zh' ? (zhSaid(text) ?? text) : text;

/** The remedy stands apart from the message that ends with it. */
function inEnglish({ message, try: remedy }: ErrorInfo): FaultText {
  const end = ` Try: ${remedy}.`;
  const fact = remedy && message.endsWith(end) ? message.slice(0, -end.length) : message;
  return { fact, remedy, original: null };
}

function inChinese({ kind, message, where, must, got, try: remedy }: ErrorInfo): FaultText {
  const places = where.split(': ').map((place) => zhSaid(place) ?? zhWords[place] ?? place);
  const rule = zhSaid(must) ?? zhKinds[kind] ?? zhKinds.internal;
  const found = got === null ? null : (zhSaid(got) ?? (isSentence(got) ? null : got));
  return {
    fact: `${places.join(':')}:${rule}${found === null ? '' : `,实际为 ${found}`}。`,
    remedy: remedy === null ? null : zhSaid(remedy),
    original: message,
  };
}

/** Words that follow each other; numbers, names and shapes are the same in every language. */
const isSentence = (text: string): boolean => /[a-z]{2,} [a-z]{2,}/i.test(text);
