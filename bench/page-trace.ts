// Long tasks of the page's main thread while a preset trains, and what they were: `node tools/run.mjs bench/page-trace.ts
// [preset] [--seconds 60]`, after `npm run build`. Told twice: by the page (PerformanceObserver) and by Chromium's trace, which
// also knows how much of a task the thread was on a processor.

import { parseArgs } from 'node:util';
import type { JSHandle, Page } from 'playwright';
import { stepOf, type TrainingPage, withTrainingPage } from './browser/training-page.ts';
import { busy, longTasks, pidOf, type TraceEvent } from './trace/long-tasks.ts';
import { printTask } from './trace/print-task.ts';

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

await withTrainingPage({ preset, out: values.out }, trace);

async function trace({ page, browser, version }: TrainingPage): Promise<void> {
  const found = await observe(page);
  await browser.startTracing(page, { categories: CATEGORIES });
  const before = await stepOf(page);
  await page.waitForTimeout(1000 * seconds);
  const steps = (await stepOf(page)) - before;
  const seen = await found.jsonValue();
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
  for (const task of tasks) printTask(task);
}

/** Collects long tasks, in milliseconds, where the page itself sees them. */
function observe(page: Page): Promise<JSHandle<number[]>> {
  return page.evaluateHandle(() => {
    const found: number[] = [];
    new PerformanceObserver((list) => {
      found.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
    return found;
  });
}
