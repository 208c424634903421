import { expect, test } from 'vitest';
import type { Control, GraphNode, ModelInfo } from '../../worker/protocol.ts';
import { withPresentWeights } from './present-weights.ts';

const node = (id: string, role: GraphNode['role']) => ({ id, role, lossWeight: 1 }) as GraphNode;
const model = { nodes: [node('main_loss', 'loss'), node('main', 'output')] } as unknown as ModelInfo;
const control = (id: string, value: number) => ({ id, value }) as Control;

test('a loss shows the weight that it has now; other nodes stay as they are', () => {
  const { nodes } = withPresentWeights(model, [control('loss_weight/main', 0.7), control('epochs', 3)]);
  expect(nodes.map(({ lossWeight }) => lossWeight)).toEqual([0.7, 1]);
  expect(nodes[1]).toBe(model.nodes[1]);
  expect(withPresentWeights(model, [control('epochs', 3)])).toBe(model);
});
