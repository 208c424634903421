import type { GraphNode, InspectInfo, NodeStats } from '../../../worker/protocol.ts';
import { GRADIENT_NORM } from '../../charts/curve.ts';
import type { HistogramMoment } from '../state.ts';
import type { Handler } from './types.ts';

/** Only the newest question counts. */
export const inspect: Handler<'inspect'> = (app, { request, info }) => {
  const { inspector, training } = app.state();
  if (request !== inspector.request) return;
  const history = info === null ? inspector.history : longer(inspector.history, training.step, info);
  app.update('inspector', { info, pending: false, history });
};

/** Moments that are kept; of more, every second is dropped. */
const MOST_MOMENTS = 64;

function longer(
  history: readonly HistogramMoment[],
  step: number,
  { weights }: InspectInfo,
): readonly HistogramMoment[] {
  const moment = { step, weights: weights.map(({ name, histogram }) => ({ name, histogram })) };
  const before = history.filter((one) => one.step < step);
  const kept = before.length < MOST_MOMENTS ? before : before.filter((_, index) => index % 2 === 0);
  return [...kept, moment];
}

export const nodeStats: Handler<'node-stats'> = (app, { stats }) => {
  app.update('graph', { stats });
  const norm = gradientNorm(stats, app.state().model.opened?.model.nodes ?? []);
  if (norm !== null) app.series.put(GRADIENT_NORM.id, stats.step, norm);
};

/** √Σ ‖g‖² over the layers, each once: boxes and further calls of a shared layer tell of the same weights. */
function gradientNorm(stats: NodeStats, nodes: readonly GraphNode[]): number | null {
  const boxes = new Set(nodes.map(({ parent }) => parent));
  const own = nodes.filter(({ id, nodeIndex }) => nodeIndex === 0 && !boxes.has(id));
  const norms = own.flatMap(({ id }) => stats.nodes[id]?.gradientNorm ?? []);
  return norms.length === 0 ? null : Math.hypot(...norms);
}
