// How soon the page answers a person while a preset trains: `node tools/run.mjs bench/page-answers.ts [preset] [--rounds 5]`, after
// `npm run build`. Real input, by the browser's own channel. Of each event three times: until its handlers were done, until the page had
// made the next frame (both are the main thread's), and until that frame was on the screen, where the browser tells (Event Timing;
// it leaves out what took less than 16 ms, and scrolling). The last is also the compositor's: without a GPU it waits for training, and
// all of them for a processor where others use it. So the trace of the browser tells besides how long the tasks of the page's main thread
// were on a processor: that is the page's own work.

import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright';
import { stepOf, type TrainingPage, withTrainingPage } from './browser/training-page.ts';
import { busy, longTasks, pidOf, type TraceEvent } from './trace/long-tasks.ts';
import { printTask } from './trace/print-task.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { rounds: { type: 'string', default: '5' }, out: { type: 'string', default: 'dist' } },
  allowPositionals: true,
});
const [preset = 'mnist-mlp'] = positionals;
const rounds = Number(values.rounds);

/** One event of a person, in milliseconds from when the browser got it. */
interface Answer {
  readonly what: string;
  readonly type: string;
  handled: number;
  frame: number;
  /** Null where the browser does not tell. */
  shown: number | null;
}

declare global {
  interface Window {
    answers: Answer[];
    /** What the person does now. */
    doing: string;
  }
}

/** In the page: notes every event of a person and when it was answered. */
function observe(): void {
  const types = [
    'pointerdown',
    'pointerup',
    'click',
    'keydown',
    'keyup',
    'pointermove',
    'pointerover',
    'wheel',
    'input',
  ];
  const byTime = new Map<string, Answer>();
  window.answers = [];
  window.doing = '';
  const note = ({ type, timeStamp }: Event) => {
    if (window.doing === '') return;
    const answer: Answer = { what: window.doing, type, handled: 0, frame: 0, shown: null };
    window.answers.push(answer);
    byTime.set(`${type} ${Math.round(timeStamp)}`, answer);
    const { port1, port2 } = new MessageChannel();
    // A task after the frame's own: style, layout and painting are done.
    port1.onmessage = () => {
      answer.frame = performance.now() - timeStamp;
    };
    queueMicrotask(() => {
      answer.handled = performance.now() - timeStamp;
    });
    requestAnimationFrame(() => port2.postMessage(null));
  };
  for (const type of types) addEventListener(type, note, { capture: true, passive: true });
  new PerformanceObserver((list) => {
    for (const {
      name,
      startTime,
      duration,
      processingEnd,
    } of list.getEntries() as PerformanceEventTiming[]) {
      const answer = byTime.get(`${name} ${Math.round(startTime)}`);
      if (!answer) continue;
      answer.shown = duration;
      answer.handled = processingEnd - startTime;
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

type Action = (page: Page) => Promise<void>;

const tab =
  (name: string): Action =>
  (page) =>
    page.getByRole('tab', { name, exact: true }).click();
const button =
  (name: string): Action =>
  (page) =>
    page.getByRole('button', { name, exact: true }).click();

async function centre(of: Locator): Promise<readonly [number, number]> {
  const { x, y, width, height } = (await of.boundingBox())!;
  return [x + width / 2, y + height / 2];
}

/** Moves the pointer over something in small steps. */
async function sweep(page: Page, over: Locator): Promise<void> {
  const { x, y, width, height } = (await over.boundingBox())!;
  for (let i = 0; i <= 12; i++) {
    await page.mouse.move(x + (width * (i + 0.5)) / 13, y + height / 2);
    await page.waitForTimeout(30);
  }
}

async function drag(page: Page, handle: Locator, right: number): Promise<void> {
  const [x, y] = await centre(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) {
    await page.mouse.move(x + (right * i) / 8, y);
    await page.waitForTimeout(30);
  }
  await page.mouse.up();
}

async function scroll(page: Page, over: Locator): Promise<void> {
  await page.mouse.move(...(await centre(over)));
  for (const down of [120, 120, 120, -120, -120, -120]) {
    await page.mouse.wheel(0, down);
    await page.waitForTimeout(40);
  }
}

/** What a person does, in this order; each leaves the page as the next expects it. */
const SERIES: readonly (readonly [string, readonly Action[]])[] = [
  ['tabs of the model', [tab('Plan'), tab('Code'), tab('Graph')]],
  ['tabs of the charts', [tab('Metrics'), tab('Evaluation'), tab('Runs'), tab('Saved'), tab('Losses')]],
  ['choosing a node', [(page) => page.locator('.react-flow__node').nth(1).click()]],
  ['tabs at the side', [tab('Settings'), tab('Inspector'), tab('Settings')]],
  [
    'hovering nodes',
    [
      async (page) => {
        for (const node of await page.locator('.react-flow__node').all()) await node.hover({ force: true });
      },
    ],
  ],
  ['zooming the graph', [button('Zoom in'), button('Zoom out'), button('Fit')]],
  ['scale of the charts', [button('Log'), button('Linear')]],
  [
    'smoothing, dragged',
    [
      (page) => drag(page, page.getByRole('slider', { name: 'Smoothing' }), 20),
      (page) => page.getByRole('slider', { name: 'Smoothing' }).press('ArrowLeft'),
    ],
  ],
  [
    'learning rate, slid',
    [
      async (page) => {
        const slider = page.getByRole('slider', { name: 'Learning rate, slider' });
        for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']) await slider.press(key);
      },
    ],
  ],
  ['cross-hair', [(page) => sweep(page, page.locator('.u-over').first())]],
  [
    'hiding a curve',
    [
      async (page) => {
        const entry = page.getByRole('button', { pressed: true }).filter({ hasText: /^Loss/i }).first();
        await entry.click();
        await page.getByRole('button', { pressed: false }).filter({ hasText: /^Loss/i }).first().click();
      },
    ],
  ],
  ['a menu', [button('More ways to run'), (page) => page.keyboard.press('Escape')]],
  ['help', [button('Keys and words'), (page) => page.keyboard.press('Escape')]],
  ['theme', [button('Dark'), button('Light')]],
  ['language', [button('中文'), button('English')]],
  [
    'typing in the search',
    [
      async (page) => {
        const search = page.getByRole('searchbox');
        await search.click();
        await page.keyboard.type('digit', { delay: 60 });
        for (let i = 0; i < 5; i++) await page.keyboard.press('Backspace');
      },
    ],
  ],
  ['scrolling the presets', [(page) => scroll(page, page.getByRole('navigation').first())]],
  ['scrolling the settings', [(page) => scroll(page, page.getByRole('tabpanel', { name: 'Settings' }))]],
  [
    'widening a column',
    [
      (page) => drag(page, page.getByRole('separator').first(), 40),
      (page) => drag(page, page.getByRole('separator').first(), -40),
    ],
  ],
  [
    'drawing a digit',
    [
      async (page) => {
        const pad = page.getByTestId('draw-pad');
        await pad.scrollIntoViewIfNeeded();
        await drag(page, pad, 40);
        await button('Wipe')(page);
      },
    ],
  ],
];

/** Longest time that an answer may take. */
const BAR = 100;
/** A task that is on a processor for longer is worth a look. */
const LONG = 50;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

async function measure({ page, browser, version }: TrainingPage): Promise<void> {
  await page.evaluate(observe);
  const start = { step: await stepOf(page), at: Date.now() };
  // Panels that load with their first opening: that a second visit does not wait for.
  const failed = new Set<string>();
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) await browser.startTracing(page, { categories: CATEGORIES });
    for (const [what, actions] of SERIES)
      for (const act of actions) {
        await page.evaluate(
          (now) => {
            window.doing = now;
          },
          round === 0 ? '' : what,
        );
        await act(page).catch(() => failed.add(what));
        await page.waitForTimeout(250);
      }
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const answers = await page.evaluate(() => window.answers);
  const adapter = await page.getByTestId('adapter').textContent();
  const seconds = (Date.now() - start.at) / 1000;
  const rate = ((await stepOf(page)) - start.step) / seconds;
  console.log(
    `${version}, ${adapter}, ${preset}: ${rate.toFixed(1)} steps/s meanwhile, ${rounds} rounds; milliseconds`,
  );
  console.log(
    `${'what a person does'.padEnd(24)} events  handled: median most  frame: median most  shown: median most (told of)`,
  );
  for (const [what] of SERIES)
    printRow(
      what,
      answers.filter((one) => one.what === what),
    );
  const late = answers.filter(({ frame }) => frame > BAR);
  console.log(`${answers.length} events, ${late.length} with a frame later than ${BAR} ms`);
  const pid = pidOf(traceEvents);
  console.log(`main thread: one task at most ${busy(traceEvents, pid).most.toFixed(0)} ms on a processor`);
  for (const task of longTasks(traceEvents, pid).filter(({ processorMs }) => processorMs > LONG))
    printTask(task);
  if (failed.size > 0) console.log(`could not be done: ${[...failed].join(', ')}`);
}

function printRow(what: string, answers: readonly Answer[]): void {
  const shown = answers.flatMap((one) => (one.shown === null ? [] : [one.shown]));
  const cells = [answers.map((one) => one.handled), answers.map((one) => one.frame), shown].map(
    (times) => `${show(medianOf(times))}${show(Math.max(...times))}`,
  );
  console.log(
    `${what.padEnd(24)} ${String(answers.length).padStart(6)}  ${cells.join('  ')} (${shown.length})`,
  );
}

const show = (ms: number): string => (Number.isFinite(ms) ? ms.toFixed(0) : '–').padStart(9);

const medianOf = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

await withTrainingPage({ preset, out: values.out }, measure);
