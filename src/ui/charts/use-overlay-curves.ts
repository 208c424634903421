import { useMemo } from 'react';
import { useAppState } from '../hooks/app-context.ts';
import type { Curve } from './curve.ts';
import { runColor } from './run-color.ts';

/** Curves of the run, and behind them the same curve of each kept run that is shown. */
export function useOverlayCurves(curves: readonly Curve[], column: string): readonly Curve[] {
  const runs = useAppState((state) => state.runs.runs);
  const shown = useAppState((state) => state.runs.shown);
  return useMemo(() => {
    const overlays = runs
      .filter((run) => shown.includes(run.id) && run.columns[column])
      .map(
        (run): Curve => ({
          key: `${run.id}/${column}`,
          label: `${run.name} · ${run.seed}`,
          color: runColor(shown.indexOf(run.id)),
          dashed: false,
          from: run.id,
          column,
        }),
      );
    return overlays.length === 0 ? curves : [...curves, ...overlays];
  }, [curves, runs, shown, column]);
}
