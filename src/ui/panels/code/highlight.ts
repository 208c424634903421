// Just enough colour to read by: comments, strings, numbers, words of the language. TypeScript and Python alike.

export interface Token {
  readonly kind: 'comment' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

const WORDS =
  'const|let|var|function|return|import|export|from|as|for|of|in|if|else|new|type|def|class|with|None|True|False|true|false|null';

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?""")`,
    String.raw`(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\x60(?:\\.|[^\x60\\])*\x60)`,
    String.raw`(?<word>\b(?:${WORDS})\b)`,
    String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)`,
  ].join('|'),
  'g',
);

export function highlight(code: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of code.matchAll(TOKEN)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: code.slice(at, match.index) });
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < code.length) tokens.push({ kind: 'plain', text: code.slice(at) });
  return tokens;
}

function kindOf(groups: Record<string, string | undefined>): Token['kind'] {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  return groups.word !== undefined ? 'word' : 'number';
}
