// One uPlot chart: axes, scales, cursor. The data come with `draw`, as often as a frame.

import uPlot from 'uplot';
import { formatCompact, formatCount, formatPercent, formatSetting } from '../format/numbers.ts';
import type { ChartTable } from './chart-data.ts';
import type { Curve } from './curve.ts';
import { type Marks, marksPlugin } from './marks.ts';
import { readPalette } from './palette.ts';

export interface PlotOptions {
  readonly curves: readonly Curve[];
  /** Raw values are drawn faintly behind averages. */
  readonly smoothed: boolean;
  readonly logarithmic: boolean;
  /** Values from 0 to 1, written in per cent. */
  readonly share: boolean;
  readonly width: number;
  readonly height: number;
  readonly hidden: readonly string[];
  readonly marks: () => Marks;
  readonly xRange: () => readonly [number, number];
  readonly zoomed: () => boolean;
  readonly onZoom: (range: readonly [number, number] | null) => void;
  /** Row under the cross-hair, or null. */
  readonly onHover: (row: number | null) => void;
}

export interface Plot {
  draw(table: ChartTable): void;
  resize(width: number, height: number): void;
  canvas(): HTMLCanvasElement;
  destroy(): void;
}

export function createPlot(host: HTMLElement, options: PlotOptions): Plot {
  const palette = readPalette();
  const plot = new uPlot(
    {
      width: options.width,
      height: options.height,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      plugins: [marksPlugin(options.marks, palette)],
      scales: scalesOf(options),
      axes: axesOf(options, palette),
      cursor: {
        sync: { key: 'steps', setSeries: false },
        drag: { x: true, y: false, setScale: false },
        points: { show: false },
        y: false,
        bind: {
          dblclick: () => () => {
            options.onZoom(null);
            return null;
          },
        },
      },
      series: [{}, ...seriesOf(options, palette)],
      bands: bandsOf(options, palette),
      hooks: {
        setCursor: [(self) => options.onHover(self.cursor.idx ?? null)],
        setSelect: [(self) => select(self, options)],
      },
    },
    [[], ...seriesOf(options, palette).map(() => [])],
    host,
  );
  return {
    draw: (table) => plot.setData([table.x, ...table.columns] as uPlot.AlignedData, true),
    resize: (width, height) => plot.setSize({ width, height }),
    canvas: () => plot.ctx.canvas,
    destroy: () => plot.destroy(),
  };
}

function seriesOf(options: PlotOptions, palette: ReturnType<typeof readPalette>): uPlot.Series[] {
  const lowest = options.curves.find((curve) => curve.stack);
  const line = (curve: Curve, raw: boolean): uPlot.Series => ({
    show: !options.hidden.includes(curve.key) && !(raw && curve.stack),
    stroke: palette.of(curve.color),
    alpha: raw ? 0.22 : 1,
    width: raw ? 1 : ['steps', 'epochs', 'looks'].includes(curve.from) ? 1.75 : 1,
    ...(curve.dashed ? { dash: [5, 4] } : {}),
    ...(curve === lowest ? { fill: `${palette.of(curve.color)}55` } : {}),
    points: {
      show: curve.from === 'epochs' || curve.from === 'looks',
      size: 5,
      fill: palette.of(curve.color),
    },
  });
  const steps = options.curves.filter((curve) => curve.from === 'steps');
  return [
    ...options.curves.map((curve) => line(curve, false)),
    ...(options.smoothed ? steps.map((curve) => line(curve, true)) : []),
  ];
}

/** The area of a stacked curve: from the stacked one before it, or from 0, to itself. */
function bandsOf({ curves, hidden }: PlotOptions, palette: ReturnType<typeof readPalette>): uPlot.Band[] {
  const stack = curves.flatMap((curve, index) => (curve.stack ? [index] : []));
  return stack.slice(1).map((index, place) => ({
    series: [index + 1, stack[place]! + 1],
    fill: `${palette.of(curves[index]!.color)}55`,
    show: !hidden.includes(curves[index]!.key),
  }));
}

function scalesOf({ logarithmic, share, xRange, zoomed }: PlotOptions): uPlot.Scales {
  return {
    x: { time: false, range: () => [...xRange()] as [number, number] },
    y: {
      distr: logarithmic ? 3 : 1,
      range: (_, low, high) => yRange(low, high, { logarithmic, share, zoomed: zoomed() }),
    },
  };
}

/** Whole view: losses from 0, shares from 0 to 100 %. Zoomed in: what is in sight, with a little air. */
export function yRange(
  low: number | null,
  high: number | null,
  { logarithmic, share, zoomed }: { logarithmic: boolean; share: boolean; zoomed: boolean },
): [number, number] {
  if (low === null || high === null)
    return share ? [logarithmic ? 0.1 : 0, 1] : [logarithmic ? 0.01 : 0, 2.5];
  if (logarithmic) return [Math.max(low, 1e-12) / 1.25, Math.max(high, 1e-12) * 1.25];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  if (zoomed) return [low - air, high + air];
  return share ? [Math.min(0, low), Math.max(1, high)] : [Math.min(0, low - air), high + air];
}

function axesOf(options: PlotOptions, palette: ReturnType<typeof readPalette>): uPlot.Axis[] {
  const look = {
    stroke: palette.ink3,
    font: `11px ${palette.font}`,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
  };
  const label = (value: number | null) => {
    if (value === null) return '';
    return options.share ? formatPercent(value).replace('.0', '') : formatSetting(value);
  };
  return [
    { ...look, grid: { show: false }, size: 24, gap: 4, values: (_, splits) => splits.map(stepLabel) },
    { ...look, size: 48, gap: 6, values: (_, splits) => splits.map(label) },
  ];
}

/** Steps as they are while that is short. */
const stepLabel = (step: number): string => (step < 10_000 ? formatCount(step) : formatCompact(step));

const LEAST_DRAG = 6;

function select(plot: uPlot, { onZoom }: PlotOptions): void {
  const { left, width } = plot.select;
  if (width < LEAST_DRAG) return;
  const range = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')] as const;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(range);
}
