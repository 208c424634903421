// Shared layers: one colour for all calls of a layer.

import type { GraphNode } from '../../worker/protocol.ts';
import { outputColor, sharedColor } from '../charts/curve.ts';

/** Name under which all calls of a layer are one: `vision/conv2d` for `vision:1/conv2d` too. */
export const layerKey = (id: string): string => id.replace(/:\d+(?=\/|$)/g, '');

/** Colours by id of the call, for calls of shared layers only. */
export function sharedColors(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const colors = new Map<string, string>();
  for (const node of nodes) {
    const top = topShared(node, byId);
    if (top === null) continue;
    const key = layerKey(top.id);
    if (!colors.has(key)) colors.set(key, sharedColor(colors.size));
  }
  return new Map(
    nodes.flatMap((node) => {
      const top = topShared(node, byId);
      return top === null ? [] : [[node.id, colors.get(layerKey(top.id))!] as const];
    }),
  );
}

/** The outermost shared call around a call, itself included. */
function topShared(node: GraphNode, byId: ReadonlyMap<string, GraphNode>): GraphNode | null {
  let top: GraphNode | null = null;
  for (let up: GraphNode | undefined = node; up; up = up.parent === null ? undefined : byId.get(up.parent))
    if (up.calls > 1) top = up;
  return top;
}

/** Colours of outputs and their losses, by id of the call. */
export function outputColors(
  nodes: readonly GraphNode[],
  outputs: readonly { readonly name: string }[],
): ReadonlyMap<string, string> {
  const colors = new Map<string, string>();
  const ends = nodes.filter((node) => node.role === 'output');
  for (const [index, node] of ends.entries()) {
    const named = outputs.findIndex((output) => output.name === node.layer);
    colors.set(node.id, outputColor(named < 0 ? index : named));
  }
  for (const node of nodes.filter((one) => one.role === 'loss')) {
    const named = outputs.findIndex((output) => node.id === `${output.name}_loss`);
    colors.set(node.id, outputColor(Math.max(0, named)));
  }
  return colors;
}
