import { useCallback } from 'react';
import { useApp } from '../hooks/app-context.ts';

/** Steps in sight: what was zoomed to, else the whole run, and at least one epoch. */
export function useXRange(): () => readonly [number, number] {
  const app = useApp();
  return useCallback(() => {
    const { view, model, runs } = app.state();
    if (view.range) return view.range;
    const kept = runs.runs.filter((run) => runs.shown.includes(run.id)).map((run) => run.steps);
    const last = Math.max(app.series.last('step') ?? 0, ...kept);
    return [0, Math.max(last * 1.01, model.opened?.stepsPerEpoch ?? 100)];
  }, [app]);
}
