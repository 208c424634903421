import { expect, test } from 'vitest';
import type { App } from './app.ts';
import { keepAwake } from './keep-awake.ts';

test('a lock is held while a model trains and the page is seen', async () => {
  let status = 'ready';
  let held = 0;
  const listeners = new Set<() => void>();
  const page = {
    hidden: false,
    addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
  };
  const app = {
    state: () => ({ engine: { status } }),
    store: {
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  } as unknown as App;
  const locks = {
    request: async () => {
      held++;
      return { release: async () => void held-- };
    },
  };
  const change = async (next: string, hidden = false) => {
    status = next;
    page.hidden = hidden;
    for (const listener of listeners) listener();
    await new Promise((resolve) => setTimeout(resolve));
    return held;
  };
  const stop = keepAwake(app, page as unknown as Document, locks);
  expect(await change('ready')).toBe(0);
  expect(await change('running')).toBe(1);
  expect(await change('running')).toBe(1);
  expect(await change('running', true)).toBe(0);
  expect(await change('running')).toBe(1);
  expect(await change('paused')).toBe(0);
  await change('running');
  stop();
  await new Promise((resolve) => setTimeout(resolve));
  expect([held, listeners.size]).toEqual([0, 0]);
});
