import { required } from '../core/invariant.ts';
import type { SymbolicShape } from '../core/shape.ts';
import type { AnyLayer } from '../nn/layer.ts';
import type { AnyModel } from '../nn/model.ts';
import type { Node } from '../nn/node.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';

/** One call of a layer, as plain data. Nested models and TimeDistributed are boxes: parents of the calls inside. */
export interface CallNode {
  /** Path of the call, `vision/conv2d:1`: what instructions and kernels have as `where`. */
  readonly id: string;
  readonly layer: string;
  readonly className: string;
  readonly nodeIndex: number;
  readonly calls: number;
  readonly parent: string | null;
  readonly inputShapes: readonly SymbolicShape[];
  readonly outputShapes: readonly SymbolicShape[];
  readonly dtype: string;
  readonly activation: string | null;
  readonly parameters: number;
  readonly trainable: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly role: 'input' | 'layer' | 'output' | 'model' | 'time-distributed';
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Where a tensor comes from: always a call that is no box. */
export interface CallSource {
  readonly from: string;
  readonly shape: SymbolicShape;
  readonly dtype: string;
}

export interface CallEdge extends CallSource {
  readonly to: string;
}

export interface CallGraph {
  readonly nodes: readonly CallNode[];
  /** Edges join calls that are no boxes, through the walls of boxes. */
  readonly edges: readonly CallEdge[];
  /** The calls behind the outputs of the model, in their order. */
  readonly outputs: readonly CallSource[];
}

/** The calls of a model and of all models in it. */
export function callGraph(model: AnyModel): CallGraph {
  const walk = new Walk();
  const outputs = walk.model(model, '', null, null);
  const ends = new Set(outputs.map((o) => o.from));
  const counts = countCalls(walk.nodes);
  const nodes = walk.nodes.map(({ owner, ...node }): CallNode => {
    const role = node.role === 'layer' && ends.has(node.id) ? 'output' : node.role;
    return { ...node, role, calls: required(counts.get(owner), 'number of calls') };
  });
  return { nodes, edges: walk.edges, outputs };
}

/** The layer behind every call of a model, by the call's path; boxes too. */
export function layersOfCalls(model: AnyModel): ReadonlyMap<string, AnyLayer> {
  const walk = new Walk();
  walk.model(model, '', null, null);
  return new Map(walk.nodes.map(({ id, owner }) => [id, owner]));
}

type Draft = Omit<CallNode, 'calls'> & { readonly owner: AnyLayer };

function countCalls(nodes: readonly Draft[]): Map<AnyLayer, number> {
  const counts = new Map<AnyLayer, number>();
  for (const { owner } of nodes) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}

interface Shapes {
  readonly inputs: readonly SymbolicShape[];
  readonly outputs: readonly SymbolicShape[];
  readonly dtype: string;
}

class Walk {
  readonly nodes: Draft[] = [];
  readonly edges: CallEdge[] = [];
  private readonly seen = new Map<AnyLayer, number>();
  private readonly joined = new Set<string>();

  /** Walks a model whose inputs come from `given` (null: from its own input layers). Returns where its outputs come from. */
  model(
    model: AnyModel,
    prefix: string,
    parent: string | null,
    given: readonly CallSource[] | null,
  ): CallSource[] {
    const sources = new Map<SymbolicTensor, CallSource>();
    if (given !== null) model.inputs.forEach((tensor, i) => sources.set(tensor, given[i]!));
    const calls = new Map<AnyLayer, number>();
    for (const node of model.topology.nodes) {
      const index = calls.get(node.layer) ?? 0;
      calls.set(node.layer, index + 1);
      if (node.inputs.length === 0 && given !== null) continue;
      const id = `${prefix}${node.layer.name}${index === 0 ? '' : `:${index}`}`;
      this.node(node, id, parent, sources);
    }
    return model.outputs.map((tensor) => required(sources.get(tensor), `source of ${tensor.name}`));
  }

  private node(
    node: Node,
    id: string,
    parent: string | null,
    sources: Map<SymbolicTensor, CallSource>,
  ): void {
    const shapes: Shapes = {
      inputs: node.inputs.map((t) => t.shape),
      outputs: node.outputs.map((t) => t.shape),
      dtype: node.outputs[0]!.dtype,
    };
    const from = node.inputs.map((t) => required(sources.get(t), `source of ${t.name}`));
    const results = this.call(node.layer, id, parent, shapes, from);
    node.outputs.forEach((tensor, i) => {
      const { shape, dtype } = tensor;
      if (!sources.has(tensor)) sources.set(tensor, { from: (results[i] ?? results[0]!).from, shape, dtype });
    });
  }

  /** Adds a call, with what is inside. Returns where its outputs come from. */
  private call(
    layer: AnyLayer,
    id: string,
    parent: string | null,
    shapes: Shapes,
    from: readonly CallSource[],
  ): CallSource[] {
    const role = roleOf(layer);
    const nodeIndex = this.seen.get(layer) ?? 0;
    this.seen.set(layer, nodeIndex + 1);
    this.nodes.push({ ...layerFacts(layer, role), owner: layer, id, nodeIndex, parent, ...renamed(shapes) });
    if (role === 'model') return this.model(layer as AnyModel, `${id}/`, id, from);
    if (role === 'time-distributed') {
      const inner = (layer as unknown as { layer: AnyLayer }).layer;
      return this.call(inner, `${id}/${inner.name}`, id, stepShapes(shapes), from);
    }
    for (const source of from) this.join({ ...source, to: id });
    return shapes.outputs.map((shape) => ({ from: id, shape, dtype: shapes.dtype }));
  }

  private join(edge: CallEdge): void {
    const key = `${edge.from} ${edge.to}`;
    if (this.joined.has(key)) return;
    this.joined.add(key);
    this.edges.push(edge);
  }
}

const renamed = ({ inputs, outputs, dtype }: Shapes) => ({
  inputShapes: inputs,
  outputShapes: outputs,
  dtype,
});

/** Shapes of one time step. */
const stepShapes = ({ inputs, outputs, dtype }: Shapes): Shapes => {
  const step = (shape: SymbolicShape): SymbolicShape => [shape[0]!, ...shape.slice(2)];
  return { inputs: inputs.slice(0, 1).map(step), outputs: outputs.map(step), dtype };
};

function roleOf(layer: AnyLayer): 'input' | 'model' | 'time-distributed' | 'layer' {
  if ('topology' in layer) return 'model';
  if (layer.className === 'InputLayer') return 'input';
  return layer.className === 'TimeDistributed' ? 'time-distributed' : 'layer';
}

function layerFacts(layer: AnyLayer, role: CallNode['role']) {
  const { activation } = layer as unknown as { activation?: unknown };
  const box = role === 'model' || role === 'time-distributed';
  return {
    layer: layer.name,
    className: layer.className,
    activation: typeof activation === 'string' ? activation : null,
    parameters: layer.countParams(),
    trainable: layer.trainable,
    config: role === 'model' ? { name: layer.name, trainable: layer.trainable } : plain(layer.getConfig()),
    role,
    weights: box ? [] : layer.weights.map(({ name, shape }) => ({ name, shape })),
  };
}

/** A config that survives a message: what is no JSON is left out. */
const plain = (config: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(config)) as Record<string, unknown>;
