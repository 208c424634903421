// Runs hostile code in the editor of the built page, and compares the frames that the page draws meanwhile with those just before:
// `node tools/run.mjs tools/soak/hostile.ts [folder]`. Needs the built page (`npm run build`: dist).

import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { SNIPPETS } from '../../src/sandbox/testing/hostile-snippets.ts';
import { CHROMIUM_FLAGS, findChromium } from '../setup/browsers.mjs';
import { ROOT } from '../setup/install.mjs';

const DIST = resolve(ROOT, process.argv[2] ?? 'dist');

/** Of the frames at rest, what part must be drawn while a snippet runs; milliseconds without any; tries to show it. */
const LEAST_RATE = 0.6;
const LONGEST_MS = 1000;
const MOST_TRIES = 4;
/** Seconds after which a snippet must be over: its limits, and the loading of the sandbox. */
const LONGEST_SECONDS = 20;

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
  /** At rest, just before; and from the start of the snippet to its end, or for a second where that is shorter. */
  readonly framesPerSecondBefore: number;
  readonly framesPerSecondDuring: number;
  readonly longestMs: number;
  readonly said: string;
  readonly contained: boolean;
  readonly unharmed: boolean;
  readonly tries: number;
}

const second = (page: Page) => page.waitForTimeout(1000);

/**
 * Fills the editor, counts frames at rest, runs the code, and counts frames meanwhile. `fails`: it must end with a fault; what makes a
 * model may still be refused by the engine, for its data do not fit.
 */
async function runSnippet(page: Page, name: string, code: string, fails: boolean): Promise<Row> {
  await page.getByRole('textbox', { name: 'Code of the model, to edit' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await page.waitForTimeout(300);
  await framesOf(page);
  await second(page);
  const rest = await framesOf(page);
  const started = performance.now();
  await run.click();
  const shortest = second(page);
  await page.waitForTimeout(100);
  await run.and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
  const seconds = (performance.now() - started) / 1000;
  await shortest;
  const window = (performance.now() - started) / 1000;
  const { count, longest } = await framesOf(page);
  const fault = page.getByRole('tabpanel', { name: 'Code' }).getByRole('alert');
  const said = (await fault.count()) > 0 ? ((await fault.textContent()) ?? '') : '';
  return {
    name,
    seconds: Math.round(seconds * 10) / 10,
    framesPerSecondBefore: rest.count,
    framesPerSecondDuring: Math.round(count / window),
    longestMs: Math.round(longest),
    said: said.slice(0, 80),
    contained: (said !== '' || !fails) && seconds < LONGEST_SECONDS,
    unharmed: count / window >= LEAST_RATE * rest.count && longest < LONGEST_MS,
    tries: 1,
  };
}

/** Frames may be missed because of other processes: a snippet that does harm does it each time. */
async function judge(page: Page, name: string, code: string, fails: boolean): Promise<Row> {
  for (let tries = 1; ; tries++) {
    const row = { ...(await runSnippet(page, name, code, fails)), tries };
    if (!row.contained || row.unharmed || tries === MOST_TRIES) return row;
  }
}

async function main(): Promise<boolean> {
  const server = await preview({
    root: ROOT,
    build: { outDir: DIST },
    preview: { port: 0 },
    logLevel: 'silent',
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls!.local[0]!}?preset=mnist-mlp&tune=off&tab.centre=code`, {
    timeout: 120_000,
  });
  await page.locator('[data-testid="status"][data-status="ready"]').waitFor({ timeout: 120_000 });
  await page.evaluate(countFrames);
  const rows: Row[] = [];
  for (const [name, code, ends] of SNIPPETS) {
    rows.push(await judge(page, name, code, ends !== 'model'));
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  await browser.close();
  await server.close();
  const named = (bad: (row: Row) => boolean) => rows.filter(bad).map(({ name }) => name);
  const ratios = rows.map((row) => row.framesPerSecondDuring / row.framesPerSecondBefore);
  const notContained = named((row) => !row.contained);
  const harmed = named((row) => !row.unharmed);
  const lowestRatio = Math.round(100 * Math.min(...ratios)) / 100;
  const longestMs = Math.max(...rows.map((row) => row.longestMs));
  console.log(
    JSON.stringify({ snippets: rows.length, lowestRatio, longestMs, notContained, harmed, rows }, null, 2),
  );
  return notContained.length + harmed.length === 0;
}

process.exit((await main()) ? 0 : 1);
