// From the run's columns to the table that uPlot draws: smoothed, thinned and joined.

import type { EpochLogs } from '../../worker/protocol.ts';
import type { ColumnStore } from './column-store.ts';
import type { Curve, WeightFrom } from './curve.ts';
import { Smoother } from './smooth.ts';
import { join, lowerBound, type Rows, thin } from './thin.ts';

/** A kept run that is drawn over the current one. */
export interface OverlayRun {
  readonly id: string;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

export interface ChartRequest {
  readonly curves: readonly Curve[];
  readonly epochs: readonly EpochLogs[];
  readonly overlays: readonly OverlayRun[];
  readonly range: readonly [number, number] | null;
  readonly smoothing: number;
  /** Width of the plot in CSS pixels. */
  readonly width: number;
}

export interface ChartTable {
  readonly x: number[];
  /** In the order of `curves`; with smoothing each curve of steps follows as raw values behind all of them. */
  readonly columns: (number | undefined)[][];
}

/** Builds tables for one chart; remembers averages between frames. */
export class ChartData {
  readonly #smoothers = new Map<string, Smoother>();
  readonly #series: ColumnStore;

  constructor(series: ColumnStore) {
    this.#series = series;
  }

  table(request: ChartRequest): ChartTable {
    const { curves } = request;
    const steps = curves.filter((curve) => curve.from === 'steps');
    const parts = [
      { order: [...steps, ...(request.smoothing > 0 ? steps : [])], rows: this.#steps(steps, request) },
      ...curves
        .filter((curve) => curve.from === 'epochs')
        .map((curve) => ({ order: [curve], rows: epochRows(curve, request.epochs) })),
      ...curves
        .filter((curve) => curve.from === 'looks')
        .map((curve) => ({ order: [curve], rows: lookRows(curve, this.#series) })),
      ...curves.flatMap((curve) => overlayPart(curve, request)),
    ];
    const table = join(parts.map((part) => part.rows));
    return { x: table.x, columns: reorder(curves, steps.length, parts, table.curves) };
  }

  #steps(curves: readonly Curve[], { range, smoothing, width }: ChartRequest): Rows {
    const x = this.#series.column('step');
    const raw = curves.map((curve) => padded(this.#series.column(curve.column), x.length));
    const smooth = smoothing > 0 ? raw.map((column, i) => this.#smooth(curves[i]!, column, smoothing)) : [];
    const drawn = stacked(curves, x, smoothing > 0 ? smooth : raw);
    const from = range ? Math.max(0, lowerBound(x, range[0]) - 1) : 0;
    const to = range ? Math.min(x.length, lowerBound(x, range[1]) + 1) : x.length;
    return thin(x, smoothing > 0 ? [...drawn, ...raw] : drawn, from, to, Math.max(100, width));
  }

  #smooth(curve: Curve, column: Float64Array, weight: number): Float64Array {
    const smoother = this.#smoothers.get(curve.key) ?? new Smoother();
    this.#smoothers.set(curve.key, smoother);
    return smoother.update(column, weight);
  }
}

/** A column that has not begun is all NaN. */
const padded = (column: Float64Array, length: number): Float64Array =>
  column.length === length ? column : new Float64Array(length).fill(Number.NaN);

function epochRows(curve: Curve, epochs: readonly EpochLogs[]): Rows {
  const known = epochs.filter((one) => Number.isFinite(one.logs[curve.column]));
  return { x: known.map((one) => one.step), curves: [known.map((one) => one.logs[curve.column])] };
}

function lookRows({ column }: Curve, series: ColumnStore): Rows {
  const values = series.column(column);
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]));
  const steps = series.column('step');
  return { x: rows.map((row) => steps[row]!), curves: [rows.map((row) => values[row])] };
}

/** Curves that stack become Σ weight · curve over those before and themselves; the others stay as they are. */
function stacked(
  curves: readonly Curve[],
  x: Float64Array,
  columns: readonly Float64Array[],
): readonly Float64Array[] {
  const total = new Float64Array(x.length);
  return columns.map((column, index) => {
    const { stack } = curves[index]!;
    if (stack === undefined) return column;
    let at = 0;
    for (let row = 0; row < x.length; row++) {
      while (stack[at + 1] !== undefined && stack[at + 1]!.step < x[row]!) at++;
      total[row]! += column[row]! * weightAt(stack, at);
    }
    return total.slice();
  });
}

const weightAt = (stack: readonly WeightFrom[], at: number): number => stack[at]?.weight ?? 1;

const OF_THE_RUN: ReadonlySet<string> = new Set(['steps', 'epochs', 'looks']);

function overlayPart(curve: Curve, request: ChartRequest) {
  const run = request.overlays.find((one) => one.id === curve.from);
  const x = run?.columns.step;
  const column = run?.columns[curve.column];
  if (!x || !column) return OF_THE_RUN.has(curve.from) ? [] : [emptyPart(curve)];
  const smooth = request.smoothing > 0 ? new Smoother().update(column, request.smoothing) : column;
  return [{ order: [curve], rows: thin(x, [smooth], 0, x.length, Math.max(100, request.width)) }];
}

const emptyPart = (curve: Curve) => ({ order: [curve], rows: { x: [], curves: [[]] } });

/** Puts the joined columns into the order of the curves; the raw curves come last. */
function reorder(
  curves: readonly Curve[],
  smoothed: number,
  parts: readonly { order: readonly Curve[] }[],
  columns: (number | undefined)[][],
): (number | undefined)[][] {
  const order = parts.flatMap((part) => part.order);
  const main = curves.map((curve) => columns[order.indexOf(curve)]!);
  const first = parts[0]!.order.length;
  return [...main, ...(first > smoothed ? columns.slice(smoothed, first) : [])];
}
