import 'uplot/dist/uPlot.min.css';
import { MoreHorizontal } from 'lucide-react';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { useApp, useAppShallow, useAppState, useText } from '../hooks/app-context.ts';
import { useSize } from '../hooks/use-size.ts';
import { setRange, toggleSeries, toggleTable } from '../store/actions/view.ts';
import { ChartData, type ChartTable } from './chart-data.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTableView } from './chart-table.tsx';
import type { ColumnStore } from './column-store.ts';
import type { Curve } from './curve.ts';
import { saveCsv, savePng } from './export.ts';
import { createFramePainter, type FramePainter } from './frame.ts';
import styles from './live-chart.module.css';
import type { Marks } from './marks.ts';
import { createPlot, type Plot } from './plot.ts';
import { useMarks } from './use-marks.ts';
import { useXRange } from './use-x-range.ts';

interface LiveChartProps {
  readonly title: string;
  readonly id: string;
  readonly curves: readonly Curve[];
  readonly share: boolean;
  /** Format of a value in the legend. */
  readonly format: (value: number | null | undefined) => string;
  /** Shown over an empty chart. */
  readonly hint?: string;
}

/** One chart of the run: curves, legend with values under the cross-hair, table and exports. */
export function LiveChart({ title, id, curves, share, format, hint }: LiveChartProps) {
  const app = useApp();
  const t = useText();
  const heading = useId();
  const described = useId();
  const [host, size] = useSize<HTMLDivElement>();
  const view = useAppShallow(({ view }) => ({
    logarithmic: view.logarithmic,
    smoothing: view.smoothing,
    hidden: view.hidden,
    theme: view.theme,
    table: view.table,
    zoomed: view.range !== null,
  }));
  const empty = useAppState((state) => state.training.step === 0 && state.training.epochs.length === 0);
  const newest = useAppShallow(({ training, graph }) => ({
    latest: training.latest,
    logs: training.epochs.at(-1)?.logs,
    looked: graph.stats?.step,
  }));
  const marks = useMarks(id);
  const xRange = useXRange();
  const [hovered, setHovered] = useState<readonly (number | undefined)[] | null>(null);
  const data = useMemo(() => new ChartData(app.series), [app]);
  const live = useRef<{ plot: Plot | null; table: ChartTable; painter: FramePainter | null; marks: Marks }>({
    plot: null,
    table: { x: [], columns: [] },
    painter: null,
    marks,
  });
  live.current.marks = marks;

  const paint = useCallback(() => {
    const { training, runs, view } = app.state();
    const overlays = runs.runs.filter((run) => runs.shown.includes(run.id));
    const table = data.table({
      curves,
      epochs: training.epochs,
      overlays,
      range: view.range,
      smoothing: view.smoothing,
      width: size.width,
    });
    live.current.table = table;
    live.current.plot?.draw(table);
  }, [app, data, curves, size.width]);

  const shown = size.width > 0 && !view.table;
  const smoothed = view.smoothing > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has other colours; sizes change through resize
  useEffect(() => {
    const element = host.current;
    if (!shown || !element) return;
    const plot = createPlot(element, {
      curves,
      smoothed,
      logarithmic: view.logarithmic,
      share,
      width: size.width,
      height: size.height,
      hidden: view.hidden,
      marks: () => live.current.marks,
      xRange,
      zoomed: () => app.state().view.range !== null,
      onZoom: (range) => setRange(app, range),
      onHover: (row) => setHovered(row === null ? null : rowValues(live.current.table, row, curves)),
    });
    const painter = createFramePainter(paint, REDRAW_EVERY);
    live.current.plot = plot;
    live.current.painter = painter;
    const request = () => painter.request();
    request();
    const stops = [app.series.listen(request), app.store.subscribe(request)];
    return () => {
      painter.cancel();
      for (const stop of stops) stop();
      plot.destroy();
      live.current.plot = null;
    };
  }, [shown, curves, smoothed, view.logarithmic, view.hidden, view.theme, share, paint, xRange, app]);

  useEffect(() => {
    live.current.plot?.resize(size.width, size.height);
    live.current.painter?.request();
  }, [size.width, size.height]);

  return (
    <section className={styles.chart} aria-labelledby={heading}>
      <header className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        <ChartLegend
          curves={curves}
          hidden={view.hidden}
          readingOf={(curve, index) => format(hovered ? hovered[index] : latestOf(newest, curve, app.series))}
          onToggle={(keys) => toggleSeries(app, keys)}
        />
        <Menu trigger={<IconButton name={t('chart.menu', { title })} icon={<MoreHorizontal />} />}>
          <MenuItem onSelect={() => toggleTable(app)}>
            {t(view.table ? 'chart.curves' : 'chart.table')}
          </MenuItem>
          <MenuItem onSelect={() => setRange(app, null)} disabled={!view.zoomed}>
            {t('chart.whole')}
          </MenuItem>
          <MenuItem
            disabled={view.table}
            onSelect={() => live.current.plot && savePng(live.current.plot.canvas(), title)}
          >
            {t('chart.png')}
          </MenuItem>
          <MenuItem onSelect={() => saveCsv(app.series, app.state().training.epochs, curves, title)}>
            {t('chart.csv')}
          </MenuItem>
        </Menu>
      </header>
      {view.table ? (
        <ChartTableView title={title} curves={curves} format={format} />
      ) : (
        <div className={styles.frame}>
          <div
            ref={host}
            className={styles.plot}
            role="img"
            aria-label={t('chart.label', { title })}
            aria-describedby={described}
          />
          <MarkList id={described} marks={marks} />
          {empty && hint ? <p className={styles.hint}>{hint}</p> : null}
        </div>
      )}
    </section>
  );
}

/** What is marked on the canvas, in words. */
function MarkList({ id, marks }: { readonly id: string; readonly marks: Marks }) {
  const t = useText();
  const all = marks.nan === null ? marks.edits : [...marks.edits, { step: marks.nan, text: 'NaN' }];
  return (
    <ul id={id} className="visually-hidden">
      {all.map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks are only added
        <li key={index}>{t('chart.mark', mark)}</li>
      ))}
    </ul>
  );
}

/** Milliseconds between two drawings of a growing curve: four a second look live. */
const REDRAW_EVERY = 250;

const LOOK_BACK = 4000;

/** Values of all curves at a row; a hole takes the value before it. */
function rowValues(table: ChartTable, row: number, curves: readonly Curve[]): (number | undefined)[] {
  const values = table.columns.slice(0, curves.length).map((column) => {
    for (let at = row; at >= Math.max(0, row - LOOK_BACK); at--)
      if (column[at] !== undefined) return column[at];
    return undefined;
  });
  return values.map((value, index) => (curves[index]!.stack ? ownPart(values, index, curves) : value));
}

/** What a stacked curve adds to the one below it. */
function ownPart(
  values: readonly (number | undefined)[],
  index: number,
  curves: readonly Curve[],
): number | undefined {
  const below = curves.findLastIndex((curve, at) => at < index && curve.stack);
  const value = values[index];
  return value === undefined || below < 0 ? value : value - (values[below] ?? 0);
}

interface Newest {
  readonly latest: Readonly<Record<string, number>>;
  readonly logs: Readonly<Record<string, number>> | undefined;
}

function latestOf({ latest, logs }: Newest, curve: Curve, series: ColumnStore): number | null | undefined {
  if (curve.from === 'steps') return latest[curve.column];
  if (curve.from === 'looks') return series.lastKnown(curve.column);
  return curve.from === 'epochs' ? logs?.[curve.column] : undefined;
}
