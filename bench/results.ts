import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measured } from './alternate.ts';
import type { Row } from './rows/row.ts';

/** One row of the table as it is written down: all contestants, from one run. */
export interface RowResult {
  readonly row: string;
  readonly title: string;
  readonly batch: number;
  readonly flops: number | null;
  readonly date: string;
  /** Of our engine. */
  readonly commit: string;
  /** Runnable processes, on average over the last minute of the row. */
  readonly load: number;
  /** Why the row counts for nothing; null where it counts. */
  readonly void: string | null;
  readonly measured: readonly Measured[];
}

/** What was measured on one adapter by one browser (or Node). */
export interface Results {
  readonly runtime: string;
  readonly adapter: string;
  readonly cores: number;
  readonly rows: readonly RowResult[];
}

/** At the start of the run, when the engine is built. */
const COMMIT = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

/** First losses, and the last, are enough to see that they fall and agree. */
const KEPT_LOSSES = 5;

export function rowResult(row: Row, measured: readonly Measured[], fault: string | null): RowResult {
  const { id, title, batch } = row;
  return {
    row: id,
    title,
    batch,
    flops: row.kind === 'op' ? row.flops : null,
    date: new Date().toISOString(),
    commit: COMMIT,
    load: Number(loadavg()[0]!.toFixed(1)),
    void: fault,
    measured: measured.map(shortened),
  };
}

function shortened(m: Measured): Measured {
  const round = (x: number) => Number(x.toPrecision(4));
  const losses = [...m.losses.slice(0, KEPT_LOSSES), ...m.losses.slice(KEPT_LOSSES).slice(-1)];
  return {
    ...m,
    losses: losses.map((x) => Number(x.toPrecision(7))),
    blocks: m.blocks.map(round),
    cpu: m.cpu.map(round),
    prepareMs: round(m.prepareMs),
    firstStepMs: round(m.firstStepMs),
  };
}

/** The file of bench/results/ for an adapter and a browser. */
export function usualFile({ runtime, adapter }: Pick<Results, 'runtime' | 'adapter'>): string {
  const name = `${runtime} ${adapter}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return fileURLToPath(new URL(`results/${name.replace(/^-|-$/g, '')}.json`, import.meta.url));
}

/** Writes results; rows that the file has already are replaced, others stay. */
export function record(file: string, results: Results): void {
  const before = existsSync(file) ? readResults(file).rows : [];
  const rows = new Map([...before, ...results.rows].map((row) => [row.row, row]));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...results, rows: [...rows.values()] }, null, 1)}\n`);
}

export const readResults = (file: string): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;
