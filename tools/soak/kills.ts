// Kills a browser (SIGKILL, all its processes) at random moments of a run, opens it again, resumes, until so many were resumed (a kill
// before the first snapshot leaves none), and compares every loss with those of
// a run that nobody killed: `node tools/run.mjs tools/soak/kills.ts [times] [folder] [tuned]`. Needs the built page (`npm run build`: dist).
// With `tuned` the run is first trained until measured kernels took the place of others: all that follows begins with its snapshot, in
// copies of that profile, for when kernels change is decided by measured times.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { dataError } from '../../src/core/errors.ts';
import { Prng } from '../../src/core/prng.ts';
import type { Command, Event } from '../../src/worker/protocol.ts';
import { CHROMIUM_FLAGS, findChromium } from '../setup/browsers.mjs';
import { ROOT } from '../setup/install.mjs';

const times = Number(process.argv[2] ?? 30);
const DIST = resolve(ROOT, process.argv[3] ?? 'dist');
const tuned = process.argv[4] === 'tuned';
/** Steps of the undisturbed run, from where it begins; a run that reaches its end begins anew. */
const STEPS = tuned ? 600 : 3000;
/** Milliseconds of training before a kill, at most. */
const LONGEST = 8000;
const PORT = 20_000 + (process.pid % 20_000);
const DEBUG_PORT = PORT + 1;
const prng = new Prng(30);

/** What the engine told the page. */
interface Told {
  losses: Record<string, number>;
  last: number;
  snapshots: readonly { readonly id: string; readonly step: number }[] | null;
  status: string;
  /** Kernels of the step, of each plan that was told. */
  plans: string[];
  errors: string[];
}

interface Driven {
  engine: Worker;
  told: Told;
}

/** The file of the engine's worker in the built page. */
function workerFile(): string {
  const assets = join(DIST, 'assets');
  const isEngine = (name: string) => readFileSync(join(assets, name), 'utf8').includes('lose-device');
  const found = readdirSync(assets).find((name) => name.endsWith('.js') && isEngine(name));
  if (found !== undefined) return `/assets/${found}`;
  throw dataError({ where: 'kills', must: 'the page must be built', got: 'no worker', try: 'npm run build' });
}

/** Runs in the page: an engine, and what it tells. */
function startEngine(url: string): void {
  const engine = new Worker(url, { type: 'module' });
  const told: Told = { losses: {}, last: 0, snapshots: null, status: '', plans: [], errors: [] };
  engine.onmessage = ({ data }: MessageEvent<Event>) => {
    if (data.type === 'snapshots') told.snapshots = data.snapshots;
    if (data.type === 'status') told.status = data.status;
    if (data.type === 'plan') told.plans.push(data.plan.rows.map(({ variant }) => variant).join(' '));
    if (data.type === 'error') told.errors.push(data.error.message);
    if (data.type !== 'metrics') return;
    const { step, loss } = data.batch.columns;
    step!.forEach((at, i) => {
      told.losses[at] = loss![i]!;
      told.last = at;
    });
  };
  Object.assign(globalThis, { engine, told });
}

interface Opened {
  readonly page: Page;
  kill(): Promise<void>;
}

async function launch(profile: string, worker: string): Promise<Opened> {
  const args = [
    ...CHROMIUM_FLAGS,
    '--headless=new',
    `--user-data-dir=${profile}`,
    `--remote-debugging-port=${DEBUG_PORT}`,
    'about:blank',
  ];
  const child = spawn(findChromium() ?? 'chromium', args, { detached: true, stdio: 'ignore' });
  const browser = await connect();
  const page = await browser.contexts()[0]!.newPage();
  await page.route('**/blank.html', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(`http://localhost:${PORT}/blank.html`);
  await page.evaluate(startEngine, worker);
  await until(page, (told) => told.snapshots !== null);
  return { page, kill: () => killAll(child) };
}

/** The process leads a group of its own: all of the browser goes with it. */
async function killAll(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid!, 'SIGKILL');
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

async function connect(): Promise<Browser> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await chromium.connectOverCDP(`http://localhost:${DEBUG_PORT}`);
    } catch (error) {
      if (attempt > 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

const tell = (page: Page): Promise<Told> => page.evaluate(() => (globalThis as unknown as Driven).told);

const send = (page: Page, command: Command): Promise<void> =>
  page.evaluate((c) => (globalThis as unknown as Driven).engine.postMessage(c), command);

async function until(page: Page, holds: (told: Told) => boolean): Promise<Told> {
  for (;;) {
    const told = await tell(page);
    if (holds(told)) return told;
    await page.waitForTimeout(100);
  }
}

const open = (resume: boolean, tune = false): Command => ({
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: {},
  seed: 7,
  tune,
  resume,
});

/** Steps after which kernels must have changed. */
const PATIENCE = 6000;

/** Trains until other kernels compute than at first, and stores the run with them. */
async function tune(profile: string, worker: string): Promise<void> {
  const { page, kill } = await launch(profile, worker);
  await send(page, open(false, true));
  await send(page, { type: 'start' });
  const changed = ({ plans, last }: Told) => new Set(plans).size > 1 || last > PATIENCE;
  const { plans } = await until(page, changed);
  await send(page, { type: 'pause' });
  await until(page, ({ status }) => status === 'paused');
  await send(page, { type: 'keep' });
  await until(page, ({ snapshots, last }) => snapshots![0]?.step === last);
  await kill();
  if (new Set(plans).size > 1) return;
  throw dataError({ where: 'kills', must: 'kernels must change', got: `none in ${PATIENCE} steps` });
}

/** A run that nobody kills; in a profile with a snapshot it begins there. */
async function undisturbed(profile: string, worker: string): Promise<Told> {
  const { page, kill } = await launch(profile, worker);
  await send(page, open(tuned));
  const { last } = await until(page, ({ status }) => status === 'ready' || status === 'paused');
  await send(page, { type: 'step', count: STEPS });
  const told = await until(page, (now) => now.last >= last + STEPS);
  await kill();
  return told;
}

interface Report {
  kills: number;
  resumes: number;
  /** Runs with nothing to resume: the first, those after one that was done, those killed before their first snapshot. */
  freshStarts: number;
  /** Steps between the last that the page was told of and the snapshot with which the run went on. */
  mostStepsLost: number;
  comparedSteps: number;
  different: number;
  /** Steps that the curves lack, up to the last that was told. */
  missing: number;
  /** Plans with other kernels than those of the undisturbed run. */
  otherKernels: number;
  readonly errors: string[];
}

/** One life of the browser, from its start to its kill. Answers the last step it came to. */
async function live(
  profile: string,
  worker: string,
  wanted: Told,
  report: Report,
  before: number,
): Promise<number> {
  const { page, kill } = await launch(profile, worker);
  const { snapshots } = await tell(page);
  const resume = snapshots!.length > 0;
  await send(page, open(resume));
  await until(page, (told) => ['ready', 'paused', 'failed'].includes(told.status));
  if (resume) report.resumes++;
  else report.freshStarts++;
  if (resume) report.mostStepsLost = Math.max(report.mostStepsLost, before - snapshots![0]!.step);
  await send(page, { type: 'start' });
  await page.waitForTimeout(500 + prng.uniform() * LONGEST);
  const { losses, last, plans, errors } = await tell(page);
  await kill();
  report.otherKernels += plans.filter((plan) => plan !== wanted.plans.at(-1)).length;
  report.kills++;
  report.errors.push(...errors);
  for (const [step, loss] of Object.entries(losses).filter(([at]) => Number(at) <= wanted.last)) {
    report.comparedSteps++;
    if (loss !== wanted.losses[step]) report.different++;
  }
  for (let step = 1; step <= last; step++) if (losses[step] === undefined) report.missing++;
  return last;
}

async function main(): Promise<void> {
  const worker = workerFile();
  const server = await preview({
    root: ROOT,
    build: { outDir: DIST },
    preview: { port: PORT, strictPort: true },
    logLevel: 'silent',
  });
  const folder = () => mkdtempSync(join(tmpdir(), 'soak-'));
  const remove = (path: string) => rmSync(path, { recursive: true, force: true });
  const first = folder();
  if (tuned) await tune(first, worker);
  const fresh = () => {
    const profile = folder();
    // The lock of the browser that had the first is none of a copy's.
    const filter = (path: string) => !basename(path).startsWith('Singleton');
    if (tuned) cpSync(first, profile, { recursive: true, filter });
    return profile;
  };
  const quiet = fresh();
  const wanted = await undisturbed(quiet, worker);
  remove(quiet);
  const report: Report = {
    kills: 0,
    resumes: 0,
    freshStarts: 0,
    mostStepsLost: 0,
    comparedSteps: 0,
    different: 0,
    missing: 0,
    otherKernels: 0,
    errors: [],
  };
  let profile = fresh();
  let step = 0;
  while (report.resumes < times) {
    step = await live(profile, worker, wanted, report, step);
    process.stderr.write(`killed ${report.kills} times, resumed ${report.resumes} times, at step ${step}\n`);
    if (step < wanted.last) continue;
    remove(profile);
    profile = fresh();
    step = 0;
  }
  remove(profile);
  remove(first);
  await server.close();
  const { different, missing, otherKernels, comparedSteps, errors } = report;
  console.log(JSON.stringify({ tuned, kernels: wanted.plans.at(-1), ...report }));
  const held = different + missing + otherKernels + errors.length === 0 && comparedSteps > 0;
  process.exit(held ? 0 : 1);
}

await main();
