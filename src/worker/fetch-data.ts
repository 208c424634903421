import { fetchKept } from './kept-files.ts';

/**
 * Where the data lie. The built worker is in a folder beside theirs (`assets/` and `data/`), wherever the app is served
 * from; the development server serves from the root.
 */
const DATA = new URL(import.meta.env.DEV ? '/data/' : '../data/', self.location.href);

/** The bytes of a file below `public/data/`. Errors where the server has none. */
export async function fetchData(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchKept(new URL(path, DATA), signal ?? null);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
