// `npm run bench`: trains the models of the table with our engine and with the peers, in turns, in one browser.
// `--node`: ours on Dawn in Node. `--profile`: where the time of our steps goes. `--curves`: time against size.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeGpu } from '../src/gpu/node/gpu.ts';
import { alternate } from './alternate.ts';
import { launchChromium } from './browser/chromium.ts';
import { pageContestant } from './browser/page-contestant.ts';
import { servePages } from './browser/pages.ts';
import { curveLines, drawCurve, measureCurve } from './curves.ts';
import { type Contestant, contestant } from './engines/contestant.ts';
import { countDispatches } from './engines/count-dispatches.ts';
import { openOurs } from './engines/ours.ts';
import { judge } from './judge.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { ensurePeers } from './peers/install.ts';
import { pageOf } from './peers/names.ts';
import { profile } from './profile.ts';
import { headLines, type Results, type RowResult, rowLines, rowResult } from './report.ts';
import { CURVES } from './rows/curves.ts';
import { rowById } from './rows/table.ts';

/** Where contestants run, and how to end it. */
interface Place {
  readonly runtime: string;
  readonly contestants: readonly Contestant[];
  close(): Promise<void>;
}

const CURVES_FOLDER = fileURLToPath(new URL('../docs/performance/', import.meta.url));

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.mode === 'profile') await profileRows(options);
  else if (options.mode === 'curves') await drawCurves(options);
  else await compare(options);
}

async function compare(options: BenchOptions): Promise<void> {
  const place = options.node ? await inNode() : await inBrowser(options);
  const rows: RowResult[] = [];
  for (const line of headLines()) console.log(line);
  for (const id of options.rows) {
    const row = rowById(id);
    const measured = await alternate(id, place.contestants, options);
    const result = rowResult(row, measured, judge(row, measured));
    rows.push(result);
    for (const line of rowLines(result)) console.log(line);
    save(options, resultsOf(place, rows));
  }
  await place.close();
}

async function drawCurves(options: BenchOptions): Promise<void> {
  const place = options.node ? await inNode() : await inBrowser({ ...options, contestants: ['ours'] });
  mkdirSync(CURVES_FOLDER, { recursive: true });
  for (const curve of CURVES) {
    const points = await measureCurve(curve, place.contestants[0]!, options);
    drawCurve(curve, points, `${CURVES_FOLDER}${curve.id}.svg`);
    for (const line of curveLines(curve, points)) console.log(line);
  }
  await place.close();
}

async function inNode(): Promise<Place> {
  const gpu = await nodeGpu();
  countDispatches();
  const engine = await openOurs(gpu);
  const close = async () => engine.opened.device.destroy();
  return { runtime: `Node ${process.version}, Dawn`, contestants: [contestant('ours', engine)], close };
}

async function inBrowser({ contestants, limitMs }: BenchOptions): Promise<Place> {
  if (contestants.some((name) => name !== 'ours')) ensurePeers();
  const pages = await servePages([...new Set(contestants.map((name) => pageOf(name).page))]);
  const launched = await launchChromium();
  return {
    runtime: launched.version,
    contestants: contestants.map((name) => pageContestant(name, launched, pages.address, limitMs)),
    close: async () => {
      await launched.browser.close();
      await pages.close();
    },
  };
}

async function profileRows({ rows, rounds }: BenchOptions): Promise<void> {
  const { opened } = await openOurs(await nodeGpu());
  for (const id of rows) {
    const row = rowById(id);
    if (row.kind === 'train') await profile(opened, row, rounds);
  }
  opened.device.destroy();
}

function resultsOf({ runtime, contestants }: Place, rows: readonly RowResult[]): Results {
  const adapter = contestants.find(({ name }) => name === 'ours')?.description ?? '';
  return {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    runtime,
    adapter,
    cores: availableParallelism(),
    load: loadavg().map((x) => Number(x.toFixed(1))),
    rows,
  };
}

/** After every row, so that a run that is broken off leaves what it measured. */
function save({ json }: BenchOptions, results: Results): void {
  const name = `${results.date.slice(0, 10)}-${results.runtime}-${results.adapter}`;
  const usual = `results/${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-+$/, '')}.json`;
  const file = json === null ? fileURLToPath(new URL(usual, import.meta.url)) : resolve(json);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
