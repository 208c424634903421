import { expect, test } from 'vitest';
import { groupCurves, headlineMetric, metricColor } from './curve.ts';

const output = (name: string) => ({ name, shape: [null, 1], loss: 'binary_crossentropy', lossWeight: 1 });
const TWO = [output('main_output'), output('aux_output')];

test('losses of outputs and their total share a chart, validation is dashed', () => {
  const groups = groupCurves(
    ['step', 'loss', 'main_output_loss', 'aux_output_loss', 'learning_rate'],
    ['val_loss', 'val_main_output_loss', 'loss'],
    TWO,
  );
  expect(groups.map((group) => group.id)).toEqual(['loss', 'learning_rate']);
  expect(groups[0]!.curves.map((curve) => [curve.key, curve.color, curve.dashed])).toEqual([
    ['loss', '--ink', false],
    ['main_output_loss', '--data-1', false],
    ['aux_output_loss', '--data-2', false],
    ['val_loss', '--ink', true],
    ['val_main_output_loss', '--data-1', true],
  ]);
});

test('one output lends its colour to the total', () => {
  expect(metricColor('val_loss', [output('predictions')])).toBe('--data-1');
});

test('the headline metric is the accuracy of the first output', () => {
  expect(headlineMetric(['loss', 'aux_output_accuracy', 'main_output_accuracy'], TWO)).toBe(
    'main_output_accuracy',
  );
  expect(headlineMetric(['loss'], TWO)).toBeNull();
});
