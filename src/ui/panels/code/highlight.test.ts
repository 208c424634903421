import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

test('every character is kept, and the kinds are told apart', () => {
  const code = "const x = dense({ units: 64, name: 'a # b' }); // 64 units\n";
  const tokens = highlight(code);
  expect(tokens.map((token) => token.text).join('')).toBe(code);
  expect(
    tokens.filter((token) => token.kind !== 'plain').map((token) => `${token.kind} ${token.text}`),
  ).toEqual(['word const', 'number 64', "string 'a # b'", 'comment // 64 units']);
});
