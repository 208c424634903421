import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { LIMITS } from './limits.ts';
import { loadQuickJS } from './quickjs.ts';
import { SNIPPETS } from './testing/hostile-snippets.ts';

const cases = SNIPPETS.map(([name, code, kind, message = /./]) => ({ name, code, kind, message }));

test.each(cases)('$name', async ({ code, kind, message }) => {
  const start = performance.now();
  const outcome = evaluate(await loadQuickJS(), code, { ...LIMITS, milliseconds: 1000 });
  expect(outcome.ok ? 'model' : outcome.fault.kind).toBe(kind);
  if (!outcome.ok) expect(outcome.fault.message).toMatch(message);
  expect(performance.now() - start).toBeLessThan(60_000);
  expect(({} as Record<string, unknown>).loss).toBeUndefined();
});
