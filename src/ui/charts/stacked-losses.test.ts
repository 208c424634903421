import { expect, test } from 'vitest';
import { ChartData } from './chart-data.ts';
import { ColumnStore } from './column-store.ts';
import { groupCurves } from './curve.ts';
import { stackedLosses } from './use-stacked-losses.ts';

const output = (name: string, lossWeight: number) => ({ name, shape: [null, 1], loss: 'mse', lossWeight });
const OUTPUTS = [output('main', 1), output('aux', 0.2)];

test('weighted losses stack up to the total, with the weight that each step had', () => {
  const series = new ColumnStore();
  series.append({
    step: Float64Array.of(1, 2, 3),
    loss: Float64Array.of(2.2, 1.2, 1.5),
    main_loss: Float64Array.of(2, 1, 1),
    aux_loss: Float64Array.of(1, 1, 1),
  });
  const [losses] = groupCurves(['loss', 'main_loss', 'aux_loss'], ['val_loss', 'val_main_loss'], OUTPUTS);
  const curves = stackedLosses(losses!.curves, OUTPUTS, [{ step: 2, id: 'loss_weight/aux', value: 0.5 }]);
  expect(curves.map(({ key }) => key)).toEqual(['main_loss', 'aux_loss', 'loss', 'val_loss']);
  const { columns } = new ChartData(series).table({
    curves,
    epochs: [],
    overlays: [],
    range: null,
    smoothing: 0,
    width: 400,
  });
  expect(columns[0]).toEqual([2, 1, 1]);
  expect(columns[1]).toEqual(columns[2]);
});

test('numbers that are measured now and then stand at their steps', () => {
  const series = new ColumnStore();
  series.append({ step: Float64Array.of(1, 2, 3, 4) });
  series.put('gradient_norm', 3, 0.5);
  series.put('gradient_norm', 0, 9);
  expect(Array.from(series.column('gradient_norm'))).toEqual([Number.NaN, Number.NaN, 0.5, Number.NaN]);
});
