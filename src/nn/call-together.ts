import { sameShape } from '../core/shape.ts';
import type { AnyLayer } from './layer.ts';
import type { Node } from './node.ts';

/** Calls that are lowered at once: one call, or several of one shared layer on their inputs joined along the batch. */
export type CallUnit = readonly Node[];

/**
 * Layers that compute every sample by itself, so that calls on equally shaped inputs can be one call on a longer batch. Not
 * among them: statistics over the batch (BatchNormalization) and randomness (Dropout).
 */
const PER_SAMPLE = new Set([
  ...[
    'Dense',
    'Embedding',
    'LSTM',
    'GRU',
    'SimpleRNN',
    'Conv1D',
    'Conv2D',
    'Conv2DTranspose',
    'DepthwiseConv2D',
  ],
  ...[
    'SeparableConv2D',
    'MaxPooling1D',
    'MaxPooling2D',
    'AveragePooling1D',
    'AveragePooling2D',
    'GlobalMaxPooling2D',
  ],
  ...[
    'GlobalAveragePooling2D',
    'GlobalMaxPooling1D',
    'GlobalAveragePooling1D',
    'Flatten',
    'Reshape',
    'Activation',
  ],
  ...[
    'ReLU',
    'LeakyReLU',
    'ELU',
    'Softmax',
    'LayerNormalization',
    'Rescaling',
    'ZeroPadding2D',
    'Cropping2D',
  ],
  ...['UpSampling2D', 'Permute', 'RepeatVector', 'InputLayer', 'Concatenate', 'Add', 'Subtract', 'Multiply'],
]);

const NESTS = new Set(['Functional', 'Sequential', 'TimeDistributed']);

function isPerSample(layer: AnyLayer): boolean {
  if (NESTS.has(layer.className)) return layer.sublayers.every(isPerSample);
  return PER_SAMPLE.has(layer.className) && !isRandom(layer);
}

function isRandom(layer: AnyLayer): boolean {
  const { dropout = 0, recurrentDropout = 0 } = layer.getConfig() as Record<string, unknown>;
  return dropout !== 0 || recurrentDropout !== 0;
}

/** The calls of a model in an order in which each has its inputs, calls of shared layers joined where that is exact. */
export function callUnits(nodes: readonly Node[]): CallUnit[] {
  const units = joinShared(nodes);
  const joined = units.length < nodes.length ? inOrder(units) : null;
  return joined ?? nodes.map((node) => [node]);
}

function joinShared(nodes: readonly Node[]): CallUnit[] {
  const byLayer = new Map<AnyLayer, Node[]>();
  for (const node of nodes) byLayer.set(node.layer, [...(byLayer.get(node.layer) ?? []), node]);
  return [...byLayer.values()].flatMap((calls): CallUnit[] =>
    canJoin(calls) ? [calls] : calls.map((node) => [node]),
  );
}

function canJoin(calls: readonly Node[]): boolean {
  const [first] = calls;
  if (calls.length < 2 || first!.inputs.length === 0 || !isPerSample(first!.layer)) return false;
  const alike = calls.every(
    (node) =>
      node.callOptions.keywords.length === 0 &&
      Object.keys(node.callOptions.flags).length === 0 &&
      node.inputs.length === first!.inputs.length &&
      node.inputs.every(
        (t, i) => t.dtype === first!.inputs[i]!.dtype && sameShape(t.shape, first!.inputs[i]!.shape),
      ),
  );
  return alike && !calls.some((node) => dependsOnAny(node, new Set(calls)));
}

function dependsOnAny(node: Node, others: ReadonlySet<Node>): boolean {
  const seen = new Set<Node>();
  const stack = node.inputs.map((t) => t.node);
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (others.has(at)) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(...at.inputs.map((t) => t.node));
  }
  return false;
}

/** Units in dependency order; null where joined calls wait for each other. */
function inOrder(units: readonly CallUnit[]): CallUnit[] | null {
  const known = new Set(units.flat());
  const done = new Set<Node>();
  const waiting = new Set(units);
  const order: CallUnit[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((unit) =>
      unit.every((node) => node.inputs.every((t) => done.has(t.node) || !known.has(t.node))),
    );
    if (ready.length === 0) return null;
    for (const unit of ready) {
      waiting.delete(unit);
      order.push(unit);
      for (const node of unit) done.add(node);
    }
  }
  return order;
}
