import type { App } from '../app.ts';
import type { Handler } from './types.ts';

/** The numbers shown as text are means over this many steps: single batches jump too much to be read. */
export const SHOWN_STEPS = 50;

/** Curves grow at once; numbers in text follow at a readable rate. */
export const metrics: Handler<'metrics'> = (app, { batch, epoch, step, throughput }) => {
  const first = batch.columns.step?.[0];
  // Training went back (restored weights): the curve goes on from there.
  if (first !== undefined && first <= (app.series.last('step') ?? 0)) app.series.truncateAfter(first - 1);
  app.series.append(batch.columns);
  app.coalescer.soon('metrics', () =>
    app.update('training', { epoch, step, throughput, latest: latestOf(app) }),
  );
};

function latestOf(app: App): Record<string, number> {
  const latest: Record<string, number> = {};
  for (const name of app.series.names) {
    const mean = app.series.lastMean(name, SHOWN_STEPS);
    if (mean !== null) latest[name] = mean;
  }
  return latest;
}

export const epoch: Handler<'epoch'> = (app, { logs }) => {
  app.coalescer.flush();
  const { epochs } = app.state().training;
  app.update('training', { epochs: [...epochs.filter((one) => one.epoch < logs.epoch), logs] });
};

export const nan: Handler<'nan'> = (app, { step, node, canRollBack }) =>
  app.update('training', { nan: { step, node, canRollBack } });
