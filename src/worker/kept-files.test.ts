import { afterEach, expect, test, vi } from 'vitest';
import { fetchKept } from './kept-files.ts';

const URL_OF_FILE = new URL('https://host.test/data/mnist/model.binz');
const OFFLINE = new TypeError('Failed to fetch');

/** A network that answers with these, one after the other, and a cache of its own. */
function world(...answers: (Response | Error)[]): void {
  const kept = new Map<string, Response>();
  const cache = {
    put: async (url: URL, response: Response) => void kept.set(url.href, response),
    match: async (url: URL) => kept.get(url.href)?.clone(),
  };
  vi.stubGlobal('caches', { open: async () => cache });
  stubNetwork(answers);
}

function stubNetwork(answers: (Response | Error)[]): void {
  vi.stubGlobal('fetch', async () => {
    const next = answers.shift()!;
    if (next instanceof Error) throw next;
    return next;
  });
}

const textOf = async (signal: AbortSignal | null = null) => (await fetchKept(URL_OF_FILE, signal)).text();

afterEach(() => vi.unstubAllGlobals());

test('the network comes first, its last answer serves without it', async () => {
  world(new Response('old'), new Response('new'), OFFLINE);
  expect([await textOf(), await textOf(), await textOf()]).toEqual(['old', 'new', 'new']);
});

test('an answer that is an error is not kept', async () => {
  world(new Response('good'), new Response('gone', { status: 404 }), OFFLINE);
  expect([await textOf(), await textOf(), await textOf()]).toEqual(['good', 'gone', 'good']);
});

test('without a network and a copy the error is the network’s', async () => {
  world(OFFLINE);
  await expect(textOf()).rejects.toBe(OFFLINE);
});

test('what is broken off is not taken from the copies', async () => {
  const broken = new DOMException('aborted', 'AbortError');
  world(new Response('good'), broken);
  await textOf();
  await expect(textOf(AbortSignal.abort())).rejects.toBe(broken);
});

test('where storage is forbidden the network alone serves', async () => {
  stubNetwork([new Response('good'), OFFLINE]);
  vi.stubGlobal('caches', {
    open: async () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
  });
  expect(await textOf()).toBe('good');
  await expect(textOf()).rejects.toBe(OFFLINE);
});
