// Where every call stands: a layered layout of the open boxes, as plain data. Closed boxes are single nodes.

import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, ModelInfo } from '../../worker/protocol.ts';

export type Direction = 'LR' | 'TB';

/** A call or box with its place; corner and size in pixels, from the top left of the drawing. */
export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** An open box, drawn behind what is in it. */
  readonly open: boolean;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Arrangement {
  /** Boxes before what is in them. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 124;
export const NODE_HEIGHT = 62;
const BOX_HEAD = 28;

/** Arranges a model; `closed` are the ids of the boxes whose inside is not shown. */
export function arrange(
  model: Pick<ModelInfo, 'nodes' | 'edges'>,
  closed: readonly string[],
  direction: Direction,
): Arrangement {
  const byId = new Map(model.nodes.map((node) => [node.id, node]));
  const visible = model.nodes.filter((node) => hiddenIn(node, byId, closed) === null);
  const edges = visibleEdges(model.edges, byId, closed);
  const isOpen = (node: GraphNode) => isBox(node) && !closed.includes(node.id);
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: direction, ranksep: 56, nodesep: 20, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of visible) {
    graph.setNode(node.id, isOpen(node) ? {} : { width: NODE_WIDTH, height: NODE_HEIGHT });
    if (node.parent !== null) graph.setParent(node.id, node.parent);
  }
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  layout(graph);
  const nodes = visible.map((node) => place(graph, node, isOpen(node)));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { nodes, edges, width, height };
}

export const isBox = ({ role }: GraphNode): boolean => role === 'model' || role === 'time-distributed';

function place(graph: InstanceType<typeof Graph>, node: GraphNode, open: boolean): PlacedNode {
  const at = graph.node(node.id) as { x: number; y: number; width: number; height: number };
  const head = open ? BOX_HEAD : 0;
  return {
    node,
    x: at.x - at.width / 2,
    y: at.y - at.height / 2 - head,
    width: at.width,
    height: at.height + head,
    open,
  };
}

/** The outermost closed box around a call, or null: then it is shown. */
function hiddenIn(
  node: GraphNode,
  byId: ReadonlyMap<string, GraphNode>,
  closed: readonly string[],
): string | null {
  let hidden: string | null = null;
  for (let up = node.parent; up !== null; up = byId.get(up)?.parent ?? null)
    if (closed.includes(up)) hidden = up;
  return hidden;
}

/** Edges end at the wall of a closed box; inside it they vanish, and equal ones are one. */
function visibleEdges(
  edges: readonly GraphEdge[],
  byId: ReadonlyMap<string, GraphNode>,
  closed: readonly string[],
): PlacedEdge[] {
  const end = (id: string) => {
    const node = byId.get(id);
    return (node && hiddenIn(node, byId, closed)) ?? id;
  };
  const seen = new Map<string, PlacedEdge>();
  for (const edge of edges) {
    const [from, to] = [end(edge.from), end(edge.to)];
    if (from !== to) seen.set(`${from} ${to}`, { from, to, label: edgeLabel(edge) });
  }
  return [...seen.values()];
}

/** `25×25×64`, without the batch; the dtype where it is not float32. */
export function edgeLabel({ shape, dtype }: Pick<GraphEdge, 'shape' | 'dtype'>): string {
  const sizes = shape.slice(1).map((size) => size ?? '?');
  const text = sizes.length === 0 ? '1' : sizes.join('×');
  return dtype === 'float32' ? text : `${text} ${dtype}`;
}
