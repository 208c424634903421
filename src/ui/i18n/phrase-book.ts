/** What a text says in another language; null where it is not known. */
export type PhraseBook = (text: string) => string | null;

/**
 * A book of phrases. `{name}` in a phrase stands for any text, which is looked up itself and taken over where it is unknown; `{name#}`
 * stands for a number. The first phrase that fits counts, one without holes before all others.
 */
export function phraseBook(entries: Readonly<Record<string, string>>): PhraseBook {
  const open = Object.entries(entries)
    .filter(([phrase]) => phrase.includes('{'))
    .map(([phrase, meaning]) => ({ fits: patternOf(phrase), meaning }));
  const look = (text: string): string | null => {
    if (Object.hasOwn(entries, text)) return entries[text]!;
    for (const { fits, meaning } of open) {
      const found = fits.exec(text)?.groups;
      if (found) return meaning.replace(HOLE, (_, name: string) => look(found[name]!) ?? found[name]!);
    }
    return null;
  };
  return look;
}

const HOLE = /\{(\w+)#?\}/g;

/** `at most {n#} files` → /^at most (?<n>[\d.,]+) files$/ */
function patternOf(phrase: string): RegExp {
  const parts = phrase.split(/(\{\w+#?\})/).map((part) => {
    const [, name] = /^\{(\w+)#?\}$/.exec(part) ?? [];
    if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return `(?<${name}>${part.endsWith('#}') ? '[\\d.,]+' : '[\\s\\S]+?'})`;
  });
  return new RegExp(`^${parts.join('')}$`);
}
