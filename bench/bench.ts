// `npm run bench`: trains the models of the table with our engine and with the peers, in turns, in one browser.
// `--node`: ours on Dawn in Node. `--profile`: where the time of our steps goes. `--curves`: time against size.
// `--first-step`: how long a person waits for the first step of each preset.

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
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
import { firstStepHead, firstStepLine, measureFirstStep } from './first-step.ts';
import { judge } from './judge.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { ensurePeers } from './peers/install.ts';
import { type ContestantName, pageOf } from './peers/names.ts';
import { profile } from './profile.ts';
import { headLines, rowLines } from './report.ts';
import { type RowResult, readResults, record, rowResult, usualFile } from './results.ts';
import { CURVES } from './rows/curves.ts';
import { rowById } from './rows/table.ts';

/** Where contestants run, and how to end it. */
interface Place {
  readonly runtime: string;
  readonly contestants: readonly Contestant[];
  /** Ours once more, to do another row beside the first. */
  ours(): Contestant;
  close(): Promise<void>;
}

const CURVES_FOLDER = fileURLToPath(new URL('../docs/performance/', import.meta.url));

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.mode === 'profile') await profileRows(options);
  else if (options.mode === 'curves') await drawCurves(options);
  else if (options.mode === 'first-step') await firstSteps(options);
  else if (options.mode === 'show') show(resolve(options.json!));
  else await compare(options);
}

/** Prints recorded results as a table. */
function show(file: string): void {
  const { runtime, adapter, cores, rows } = readResults(file);
  console.log(`${runtime}, ${adapter}, ${cores} cores\n`);
  for (const line of [...headLines(), ...rows.flatMap(rowLines)]) console.log(line);
}

async function compare(options: BenchOptions): Promise<void> {
  const place = options.node ? await inNode() : await inBrowser(options);
  for (const line of headLines()) console.log(line);
  for (const id of options.rows) {
    const row = rowById(id);
    const measured = await alternate(
      place.contestants.map((contestant) => ({ contestant, rowId: id })),
      options,
    );
    const result = rowResult(row, measured, judge(row, measured));
    for (const line of rowLines(result)) console.log(line);
    save(options, place, result);
  }
  await place.close();
}

async function drawCurves(options: BenchOptions): Promise<void> {
  const place = options.node ? await inNode() : await inBrowser({ ...options, contestants: ['ours'] });
  mkdirSync(CURVES_FOLDER, { recursive: true });
  for (const curve of CURVES.filter(({ id }) => options.rows.includes(id))) {
    const points = await measureCurve(curve, place.ours, options);
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
  const ours = () => contestant('ours', engine);
  return { runtime: `Node ${process.version}, Dawn`, contestants: [ours()], ours, close };
}

async function inBrowser({ contestants, limitMs }: BenchOptions): Promise<Place> {
  if (contestants.some((name) => name !== 'ours')) ensurePeers();
  const pages = await servePages([...new Set(contestants.map((name) => pageOf(name).page))]);
  const launched = await launchChromium();
  const open = (name: ContestantName) => pageContestant(name, launched, pages.address, limitMs);
  return {
    runtime: launched.version,
    contestants: contestants.map(open),
    ours: () => open('ours'),
    close: async () => {
      await launched.browser.close();
      await pages.close();
    },
  };
}

async function firstSteps({ rows, tune }: BenchOptions): Promise<void> {
  for (const line of firstStepHead) console.log(line);
  for (const preset of rows) console.log(firstStepLine(await measureFirstStep(preset, tune)));
}

async function profileRows({ rows, rounds }: BenchOptions): Promise<void> {
  const { opened } = await openOurs(await nodeGpu());
  for (const id of rows) {
    const row = rowById(id);
    if (row.kind === 'train') await profile(opened, row, rounds);
  }
  opened.device.destroy();
}

/**
 * After every row, so that a run that is broken off leaves what it measured: to the file asked for, else to the recorded
 * results, where a run of ours alone would take a comparison's place.
 */
function save({ json, node }: BenchOptions, { runtime, contestants }: Place, row: RowResult): void {
  if (json === null && !node && contestants.length === 1) return;
  const adapter = contestants.find(({ name }) => name === 'ours')?.description ?? '';
  const results = { runtime, adapter, cores: availableParallelism(), rows: [row] };
  record(json === null ? usualFile(results) : resolve(json), results);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
