import { graphError } from '../core/errors.ts';
import type { AnyLayer } from './layer.ts';
import type { Node } from './node.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** The part of the graph of calls between the inputs and the outputs of a model. */
export interface Topology {
  /** Every call after those it depends on, the inputs' own among them. */
  readonly nodes: readonly Node[];
  /** The layers as Keras lists them: farthest from the outputs first, ties in the order met from the outputs. */
  readonly layers: readonly AnyLayer[];
  /** Calls by their distance from the outputs, farthest first. */
  readonly levels: readonly (readonly Node[])[];
}

/** Finds the calls and checks them: no cycle, every needed input given, no layer name twice. */
export function mapGraph(
  model: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): Topology {
  const { nodes, order } = walk(model, inputs, outputs);
  const { ofNode, ofLayer } = depths(nodes, inputs, order);
  const layers = [...ofLayer.keys()].sort(
    (x, y) => ofLayer.get(y)! - ofLayer.get(x)! || order.get(x)! - order.get(y)!,
  );
  checkConnected(model, nodes, inputs);
  checkNames(model, layers);
  return { nodes, layers, levels: byDepth(ofNode) };
}

/** Depth-first from the outputs back; stops at the inputs. */
function walk(
  model: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): { nodes: Node[]; order: Map<AnyLayer, number> } {
  const nodes: Node[] = [];
  const order = new Map<AnyLayer, number>();
  const finished = new Set<Node>();
  const inProgress = new Set<Node>();
  const given = new Set(inputs);
  const visit = (tensor: SymbolicTensor): void => {
    const { node } = tensor;
    if (finished.has(node) || (given.has(tensor) && node.inputs.length > 0)) return;
    if (inProgress.has(node)) throw cycle(model, tensor);
    if (!order.has(node.layer)) order.set(node.layer, order.size);
    inProgress.add(node);
    for (const input of node.inputs) visit(input);
    inProgress.delete(node);
    finished.add(node);
    nodes.push(node);
  };
  for (const output of outputs) visit(output);
  return { nodes, order };
}

/** Distances from the outputs; a shared layer counts with its farthest call, and its later calls with that too. */
function depths(
  nodes: readonly Node[],
  inputs: readonly SymbolicTensor[],
  order: Map<AnyLayer, number>,
): { ofNode: Map<Node, number>; ofLayer: Map<AnyLayer, number> } {
  const ofNode = new Map<Node, number>();
  const ofLayer = new Map<AnyLayer, number>();
  const inGraph = new Set(nodes);
  for (const node of [...nodes].reverse()) {
    const depth = Math.max(ofNode.get(node) ?? 0, ofLayer.get(node.layer) ?? 0);
    ofNode.set(node, depth);
    ofLayer.set(node.layer, depth);
    for (const { node: parent } of node.inputs) {
      if (inGraph.has(parent)) ofNode.set(parent, Math.max(depth + 1, ofNode.get(parent) ?? 0));
    }
  }
  // Inputs that no output uses stand at the end, as in Keras.
  for (const { node } of inputs) {
    if (ofLayer.has(node.layer) || node.inputs.length > 0) continue;
    ofLayer.set(node.layer, 0);
    ofNode.set(node, 0);
    order.set(node.layer, -1);
  }
  return { ofNode, ofLayer };
}

function byDepth(ofNode: ReadonlyMap<Node, number>): Node[][] {
  const levels: Node[][] = [];
  for (const [node, depth] of ofNode) {
    while (levels.length <= depth) levels.push([]);
    levels[depth]!.push(node);
  }
  return levels.reverse();
}

function checkConnected(model: string, nodes: readonly Node[], inputs: readonly SymbolicTensor[]): void {
  const given = new Set(inputs);
  const missing = nodes.find((node) => node.inputs.length === 0 && !node.outputs.some((t) => given.has(t)));
  if (missing === undefined) return;
  const name = missing.layer.name;
  throw graphError({
    where: model,
    must: 'every input that the outputs depend on must be among the inputs of the model',
    got: `inputs [${inputs.map((t) => t.name).join(', ')}] without '${name}'`,
    try: `adding the input '${name}' to inputs`,
  });
}

function checkNames(model: string, layers: readonly AnyLayer[]): void {
  const seen = new Set<string>();
  for (const { name } of layers) {
    if (seen.has(name)) {
      throw graphError({
        where: model,
        must: 'every layer of a model must have a name of its own',
        got: `the name '${name}' on ${layers.filter((l) => l.name === name).length} layers`,
        try: 'another name for one of them, or calling one layer twice to share it',
      });
    }
    seen.add(name);
  }
}

function cycle(model: string, tensor: SymbolicTensor): Error {
  return graphError({
    where: model,
    must: 'a model must have no cycle',
    got: `'${tensor.name}', which depends on itself`,
  });
}
