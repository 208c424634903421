import type { Page } from 'playwright';
import type { Contestant } from '../engines/contestant.ts';
import { type ContestantName, pageOf } from '../peers/names.ts';
import type { Launched } from './chromium.ts';

/** A contestant in a page of its own, new for every row; a call that takes longer than `limitMs` fails. */
export function pageContestant(
  name: ContestantName,
  { browser, cpuMs }: Launched,
  address: string,
  limitMs: number,
): Contestant {
  let page: Page | null = null;
  let described = name as string;
  const limited = <T>(promise: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`over the limit of ${limitMs / 1000} s`)), limitMs);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };
  return {
    name,
    get description() {
      return described;
    },
    prepare: async (rowId) => {
      const { page: file, backend } = pageOf(name);
      page = await browser.newPage();
      page.on('crash', () => console.error(`${name}: the page crashed`));
      await page.goto(`${address}${file}.html?backend=${backend}`);
      await page.waitForFunction(() => 'bench' in window);
      described = await limited(page.evaluate(() => window.bench.description()));
      return limited(page.evaluate((id) => window.bench.prepare(id), rowId));
    },
    steps: async (count) => {
      const before = await cpuMs();
      const block = await limited(page!.evaluate((n) => window.bench.steps(n), count));
      return { ...block, cpuMs: (await cpuMs()) - before };
    },
    finish: async () => {
      await page?.close();
      page = null;
    },
  };
}
