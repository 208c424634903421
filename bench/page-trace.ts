// Long tasks of the page's main thread while a preset trains, and what they were: `node tools/run.mjs bench/page-trace.ts
// [preset] [--seconds 60]`, after `npm run build`. Told twice: by the page (PerformanceObserver) and by Chromium's trace, which
// also knows how much of a task the thread was on a processor.

import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { preview } from 'vite';
import { launchChromium } from './browser/chromium.ts';
import { busy, type LongTask, longTasks, type TraceEvent } from './trace/long-tasks.ts';

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'blink.user_timing',
];

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { seconds: { type: 'string', default: '60' }, out: { type: 'string', default: 'dist' } },
  allowPositionals: true,
});
const [preset = 'mnist-mlp'] = positionals;
const seconds = Number(values.seconds);

const server = await preview({ build: { outDir: values.out }, preview: { port: 0, strictPort: false } });
const { browser, version } = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.goto(`${server.resolvedUrls!.local[0]}?preset=${preset}&tune=off`);
  await page.getByTestId('status').filter({ hasText: 'ready' }).waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page
    .getByTestId('step')
    .filter({ hasText: /^[1-9]/ })
    .waitFor({ timeout: 120_000 });
  await trace(page);
} finally {
  await browser.close();
  await server.close();
}

async function trace(page: Page): Promise<void> {
  await observe(page);
  await browser.startTracing(page, { categories: CATEGORIES });
  const before = await stepOf(page);
  await page.waitForTimeout(1000 * seconds);
  const steps = (await stepOf(page)) - before;
  const seen = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const pid = pidOf(traceEvents);
  const all = busy(traceEvents, pid);
  const tasks = longTasks(traceEvents, pid);
  const own = tasks.filter(({ processorMs }) => processorMs > 50);
  console.log(`${version}, ${preset}: ${steps} steps in ${seconds} s`);
  console.log(
    `main thread busy ${(all.ms / 1000).toFixed(1)} s, on a processor ${(all.processorMs / 1000).toFixed(1)} s, one task at most ${all.most.toFixed(0)} ms`,
  );
  console.log(
    `long tasks: the page saw ${seen.length}, the trace ${tasks.length}, ${own.length} of them on a processor for over 50 ms`,
  );
  for (const task of tasks) print(task);
}

async function stepOf(page: Page): Promise<number> {
  return Number.parseFloat((await page.getByTestId('step').textContent()) ?? '');
}

/** Collects long tasks where the page itself sees them. */
async function observe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const found: number[] = [];
    Object.assign(window, { longTasks: found });
    new PerformanceObserver((list) => {
      found.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
  });
}

/** The process of the page: of all main threads of renderers the busiest. */
function pidOf(events: readonly TraceEvent[]): number {
  const pids = new Set(events.filter((e) => e.args?.name === 'CrRendererMain').map((e) => e.pid));
  return [...pids].sort((a, b) => busy(events, b).ms - busy(events, a).ms)[0] ?? -1;
}

function print({ at, ms, processorMs, parts }: LongTask): void {
  console.log(
    `${(at / 1000).toFixed(1).padStart(6)} s  ${ms.toFixed(0).padStart(5)} ms, ${processorMs.toFixed(0)} on a processor`,
  );
  for (const part of parts)
    console.log(
      `            ${part.ms.toFixed(0).padStart(5)} (${part.processorMs.toFixed(0)})  ${part.what}`,
    );
}
