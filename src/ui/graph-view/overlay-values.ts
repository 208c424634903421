// The numbers that the live overlay puts on nodes: the engine's, else what the plan allows to estimate.

import type { GraphNode, NodeStats, PlanInfo } from '../../worker/protocol.ts';
import { formatBytes, formatNumber, formatPercent } from '../format/numbers.ts';
import { costOf } from '../panels/plan/cost.ts';
import type { Overlay } from '../store/state.ts';

export interface OverlayValue {
  readonly text: string;
  /** From 0 to 1, as a bar: against the largest of all nodes, or of 100 %. */
  readonly fill: number;
  readonly nan: boolean;
}

type Maybe = number | null | undefined;

/** Values by id of the node; those without one are left out. */
export function overlayValues(
  overlay: Overlay,
  nodes: readonly GraphNode[],
  stats: NodeStats | null,
  plan: PlanInfo | null,
): { readonly values: ReadonlyMap<string, OverlayValue>; readonly estimated: boolean } {
  if (overlay === 'none') return { values: new Map(), estimated: false };
  if (overlay === 'nan') return { values: nanValues(nodes, stats), estimated: false };
  const estimate = stats ? null : estimates(overlay, nodes, plan);
  const numbers = nodes.map((node): [string, Maybe] => [
    node.id,
    stats ? stats.nodes[node.id]?.[overlay] : estimate?.get(node.id),
  ]);
  const known = numbers.filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  const most = isShareOverlay(overlay) ? 1 : Math.max(1e-12, ...known.map(([, value]) => value));
  const values = new Map(
    known.map(([id, value]) => [
      id,
      { text: format(overlay, value), fill: value / most, nan: stats?.nodes[id]?.nan ?? false },
    ]),
  );
  const measured = stats && Object.values(stats.nodes).some((one) => one.gpuShareMeasured);
  return { values, estimated: overlay === 'gpuShare' ? !measured : !stats };
}

/** Whether all numbers of a node are finite. */
const nanValues = (nodes: readonly GraphNode[], stats: NodeStats | null): ReadonlyMap<string, OverlayValue> =>
  new Map(
    nodes.flatMap(({ id }) => {
      const nan = stats?.nodes[id]?.nan;
      return nan === undefined ? [] : [[id, { text: '✓', fill: 0, nan }] as const];
    }),
  );

const isShareOverlay = (overlay: Overlay): boolean => overlay === 'gpuShare' || overlay === 'deadFraction';

function format(overlay: Overlay, value: number): string {
  if (overlay === 'bytes') return formatBytes(value);
  return isShareOverlay(overlay) ? formatPercent(value) : formatNumber(value);
}

/** Time: shares of the plan's kernels by the layers that they serve. Memory: weights as float32. Norms: nothing to go by. */
function estimates(
  overlay: Overlay,
  nodes: readonly GraphNode[],
  plan: PlanInfo | null,
): ReadonlyMap<string, number> | null {
  if (overlay === 'bytes') return new Map(nodes.map((node) => [node.id, node.parameters * 4]));
  if (overlay !== 'gpuShare' || !plan) return null;
  const { shares } = costOf(plan.rows);
  const byNode = new Map<string, number>();
  plan.rows.forEach((row, index) => {
    for (const where of row.where) {
      const part = (shares[index] ?? 0) / row.where.length;
      for (const id of pathsOf(where)) byNode.set(id, (byNode.get(id) ?? 0) + part);
    }
  });
  return byNode;
}

/** `vision/conv2d` counts for `vision` too. */
const pathsOf = (where: string): string[] =>
  where.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
