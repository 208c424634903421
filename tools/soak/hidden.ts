// Trains in a tab that another tab hides, crashes the browser's GPU process, and looks whether training goes on:
// `node tools/run.mjs tools/soak/hidden.ts [folder]`. Needs the built page (`npm run build`: dist).

import { resolve } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { preview } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../setup/browsers.mjs';
import { ROOT } from '../setup/install.mjs';

const DIST = resolve(ROOT, process.argv[2] ?? 'dist');
/** What automation turns off, and a person's browser does with hidden tabs. */
const THROTTLING = [
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];
const QUERY = '?preset=mnist-mlp&size=quick&tune=off';

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const textOf = (page: Page, id: string): Promise<string> =>
  page.evaluate((name) => document.querySelector(`[data-testid="${name}"]`)?.textContent ?? '', id);

async function until(holds: () => Promise<boolean>, seconds = 120): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 1000 * seconds) return Number.POSITIVE_INFINITY;
    await sleep(200);
  }
  return Math.round((performance.now() - started) / 100) / 10;
}

/** Answers whether all held. */
async function main(): Promise<boolean> {
  const server = await preview({
    root: ROOT,
    build: { outDir: DIST },
    preview: { port: 0 },
    logLevel: 'silent',
  });
  const browser = await puppeteer.launch({
    executablePath: findChromium() ?? 'chromium',
    args: CHROMIUM_FLAGS,
    ignoreDefaultArgs: THROTTLING,
  });
  const page = await browser.newPage();
  const step = async () => Number(await textOf(page, 'step'));
  await page.goto(`${server.resolvedUrls!.local[0]!}${QUERY}`);
  await until(async () => (await textOf(page, 'status')) === 'ready');
  await page.evaluate(() =>
    [...document.querySelectorAll('button')].find((button) => button.textContent === 'Train')?.click(),
  );
  await (await browser.newPage()).bringToFront();
  await sleep(1000);
  const hidden = await page.evaluate(() => document.hidden);
  const first = await step();
  await sleep(10_000);
  const stepsInTenSeconds = (await step()) - first;
  await (await browser.target().createCDPSession()).send('Browser.crashGpuProcess');
  const recovered = () =>
    page.evaluate(() => document.body.textContent.includes('The GPU was lost and came back'));
  const recoveredAfterSeconds = await until(recovered);
  const again = await step();
  await until(async () => (await step()) > again + 20);
  const stillHidden = await page.evaluate(() => document.hidden);
  const status = await textOf(page, 'status');
  await browser.close();
  await server.close();
  console.log(JSON.stringify({ hidden, stepsInTenSeconds, recoveredAfterSeconds, stillHidden, status }));
  const trained = stepsInTenSeconds > 0 && status === 'running';
  return hidden && stillHidden && trained && Number.isFinite(recoveredAfterSeconds);
}

process.exit((await main()) ? 0 : 1);
