// Runs hostile code in the editor of the built page, and looks how long the page draws no frame meanwhile:
// `node tools/run.mjs tools/soak/hostile.ts [folder]`. Needs the built page (`npm run build`: dist).

import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { SNIPPETS } from '../../src/sandbox/testing/hostile-snippets.ts';
import { CHROMIUM_FLAGS, findChromium } from '../setup/browsers.mjs';
import { ROOT } from '../setup/install.mjs';

const DIST = resolve(ROOT, process.argv[2] ?? 'dist');

interface Frames {
  longest: number;
  count: number;
}

/** Runs in the page: counts frames, and the longest time between two. */
function countFrames(): void {
  const frames: Frames = { longest: 0, count: 0 };
  Object.assign(globalThis, { frames });
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    frames.longest = Math.max(frames.longest, now - last);
    frames.count++;
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

const framesOf = (page: Page): Promise<Frames> =>
  page.evaluate(() => {
    const { frames } = globalThis as unknown as { frames: Frames };
    const seen = { ...frames };
    Object.assign(frames, { longest: 0, count: 0 });
    return seen;
  });

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly longestMs: number;
  readonly said: string;
}

async function runSnippet(page: Page, name: string, code: string): Promise<Row> {
  await page.getByRole('textbox', { name: 'Code of the model, to edit' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await framesOf(page);
  const started = performance.now();
  await run.click();
  await page.waitForTimeout(100);
  await run.and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
  const seconds = (performance.now() - started) / 1000;
  const { count, longest } = await framesOf(page);
  const fault = page.getByRole('tabpanel', { name: 'Code' }).getByRole('alert');
  const said = (await fault.count()) > 0 ? ((await fault.textContent()) ?? '') : '';
  return {
    name,
    seconds: Math.round(seconds * 10) / 10,
    framesPerSecond: Math.round(count / seconds),
    longestMs: Math.round(longest),
    said: said.slice(0, 80),
  };
}

async function main(): Promise<void> {
  const server = await preview({
    root: ROOT,
    build: { outDir: DIST },
    preview: { port: 0 },
    logLevel: 'silent',
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls!.local[0]!}?preset=mnist-mlp&tune=off&tab.centre=code`);
  await page.locator('[data-testid="status"][data-status="ready"]').waitFor({ timeout: 120_000 });
  await page.evaluate(countFrames);
  await page.waitForTimeout(2000);
  const { count } = await framesOf(page);
  const rows: Row[] = [];
  for (const [name, code] of SNIPPETS) {
    rows.push(await runSnippet(page, name, code));
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  await browser.close();
  await server.close();
  console.log(JSON.stringify({ snippets: rows.length, framesPerSecondAtRest: count / 2, rows }, null, 2));
}

await main();
process.exit();
