import { graphError } from '../core/errors.ts';
import { formatShape, type SymbolicShape, sameShape } from '../core/shape.ts';
import type { AnyLayer } from './layer.ts';
import type { Node } from './node.ts';

type Side = 'input' | 'output';

/** The only call of the layer. Throws where it has none, or several: then "the output" means nothing. */
export function onlyNode(layer: AnyLayer, side: Side): Node {
  const [node, second] = layer.inboundNodes;
  if (node === undefined) throw neverCalled(layer, side);
  if (second !== undefined) {
    const getter = side === 'output' ? 'getOutputAt' : 'getInputAt';
    throw graphError({
      where: layer.name,
      must: 'the layer must have one node',
      sentence:
        `Layer ${layer.name} has multiple inbound nodes, hence the notion of "layer ${side}" is ill-defined. ` +
        `Use ${getter}(nodeIndex) instead.`,
    });
  }
  return node;
}

/** The call with this number. Throws with the number of calls where there is no such call. */
export function nodeAt(layer: AnyLayer, index: number, what: string): Node {
  if (layer.inboundNodes.length === 0) throw neverCalled(layer, what);
  const node = layer.inboundNodes[index];
  if (node !== undefined) return node;
  const count = layer.inboundNodes.length;
  throw graphError({
    where: layer.name,
    must: `the node index of the ${what} must be from 0 to ${count - 1}, for the layer has ${nodes(count)}`,
    got: String(index),
  });
}

/** The shapes of inputs or outputs, on which all calls must agree. */
export function agreedShape(layer: AnyLayer, side: Side): SymbolicShape[] {
  const shapes = layer.inboundNodes.map((node) => node[`${side}s`].map((t) => t.shape));
  const first = shapes[0];
  if (first === undefined) throw neverCalled(layer, `${side} shape`);
  const agree = shapes.every(
    (s) => s.length === first.length && s.every((shape, i) => sameShape(shape, first[i]!)),
  );
  if (agree) return first;
  const getter = side === 'output' ? 'getOutputShapeAt' : 'getInputShapeAt';
  const different = [...new Set(shapes.map((s) => s.map(formatShape).join(', ')))];
  throw graphError({
    where: layer.name,
    must: `the layer has ${nodes(shapes.length)} of different ${side} shapes, so "the ${side} shape" is ill-defined`,
    got: different.join(' and '),
    try: `${getter}(nodeIndex)`,
  });
}

function neverCalled(layer: AnyLayer, what: string): Error {
  return graphError({
    where: layer.name,
    must: `a layer that was never called has no ${what}`,
    try: 'calling it on a tensor first',
  });
}

const nodes = (count: number): string => (count === 1 ? '1 inbound node' : `${count} inbound nodes`);
