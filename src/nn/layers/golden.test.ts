import { expect, test } from 'vitest';
import { type GoldenLayer, goldenNames, loadGolden } from '../../../fixtures/golden/load.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { goldenRun } from '../testing/golden-layer.ts';
import { LAYER_CLASSES } from './table.ts';

const NAMES = goldenNames('layers');

test.each(NAMES)('%s agrees with Keras', (name) => {
  const { graph, feeds, check } = goldenRun(name);
  check(interpret(graph, feeds).outputs, 1e-4);
});

test('every layer of the table has a fixture, and every fixture a layer', () => {
  const covered = new Set(NAMES.map((name) => loadGolden<GoldenLayer>('layers', name).layer));
  covered.delete('Model');
  expect([...covered].sort()).toEqual(Object.keys(LAYER_CLASSES).sort());
});
