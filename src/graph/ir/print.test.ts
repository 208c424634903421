import { expect, test } from 'vitest';
import { relu } from '../ops/testing/relu-graph.ts';
import { printGraph } from './print.ts';
import { verifyGraph } from './verify.ts';

test('a graph is printed one line an instruction', () => {
  const graph = relu();
  verifyGraph(graph);
  expect(printGraph(graph).split('\n')).toEqual([
    '  %0: f32(2, 3) = variable "w"',
    '  %1: f32(2, 3) = relu(%0)  # forward layer',
    '  assign %0 := %1',
    '  output "y" = %1',
  ]);
});

test('a value that is used before it is made breaks the law', () => {
  const graph = relu();
  expect(() => verifyGraph({ ...graph, inputs: [] })).toThrow(/is defined before relu uses it/);
});
