import { callGraph } from '../train/call-graph.ts';
import { mainOutput } from './main-output.ts';
import type { OpenRun } from './open-run.ts';
import type { GraphEdge, GraphNode, ModelInfo } from './protocol.ts';

/** The model as the page shows it: its graph of calls with inputs, outputs (the main one first) and losses, its sizes and its code. */
export function modelInfo(run: OpenRun, code: ModelInfo['code']): ModelInfo {
  const { model } = run.built;
  const main = mainOutput(run);
  const resolved = run.resolved.outputs.toSorted((a, b) => Number(b.name === main) - Number(a.name === main));
  const { nodes, edges, outputs } = callGraph(model);
  const losses = resolved.filter((output) => output.loss !== null);
  const lossNodes = losses.map(({ name, loss, lossWeight, index }) => {
    const id = losses.length === 1 ? 'loss' : `${name}_loss`;
    return {
      node: lossNode(id, loss!.className, lossWeight),
      edge: { ...outputs[index]!, to: id } satisfies GraphEdge,
    };
  });
  return {
    nodes: [...nodes, ...lossNodes.map(({ node }) => node)],
    edges: [...edges, ...lossNodes.map(({ edge }) => edge)],
    parameters: model.countParams(),
    trainableParameters: model.trainableWeights.reduce((n, w) => n + w.size, 0),
    summary: model.summary({ printFn: () => {} }),
    inputs: model.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    outputs: resolved.map(({ name, index, loss, lossWeight }) => ({
      name,
      shape: model.outputs[index]!.shape,
      loss: loss?.name ?? '',
      lossWeight,
    })),
    code,
  };
}

const lossNode = (id: string, className: string, lossWeight: number): GraphNode => ({
  id,
  layer: id,
  className,
  nodeIndex: 0,
  calls: 1,
  parent: null,
  inputShapes: [],
  outputShapes: [[]],
  dtype: 'float32',
  activation: null,
  parameters: 0,
  trainable: false,
  config: {},
  role: 'loss',
  lossWeight,
  weights: [],
});
