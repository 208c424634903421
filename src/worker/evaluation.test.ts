import { expect, test } from 'vitest';
import { ConfusionCounter } from './confusion.ts';
import { RocCounter } from './roc.ts';
import { WorstList } from './worst-list.ts';

test('counts which class was taken for which, step by step', () => {
  const counter = new ConfusionCounter('y', ['a', 'b', 'c']);
  counter.add([0.1, 0.7, 0.2], [1]);
  counter.add([0.9, 0.05, 0.05, 0.2, 0.3, 0.5], [2, 2]);
  expect(counter.view()).toMatchObject({ counts: Int32Array.from([0, 0, 0, 0, 1, 0, 1, 0, 1]) });
});

test('draws a ROC curve with the area under it', () => {
  const counter = new RocCounter('y');
  const answers: [number, number][] = [
    [0.9, 1],
    [0.8, 0],
    [0.7, 1],
    [0.1, 0],
  ];
  for (const [score, label] of answers) counter.add([score], [label]);
  const view = counter.view();
  if (view.kind !== 'roc') throw new Error(view.kind);
  expect([...view.falsePositive]).toEqual([0, 0, 0.5, 0.5, 1]);
  expect([...view.truePositive]).toEqual([0, 0.5, 0.5, 1, 1]);
  expect(view.area).toBeCloseTo(0.75, 6);
});

test('gives equal scores half of the area', () => {
  const counter = new RocCounter('y');
  for (const label of [0, 1, 1, 0]) counter.add([0.5], [label]);
  expect(counter.view()).toMatchObject({ area: 0.5 });
});

test('keeps the surest mistakes in order', () => {
  const worst = new WorstList();
  const view = (label: number) => () => ({ kind: 'text-pair', texts: ['', ''], same: 0, label }) as const;
  for (let i = 0; i < 40; i++) worst.offer(((i * 7) % 40) / 40, view((i * 7) % 40));
  worst.offer(0, view(99));
  expect(worst.views().map((v) => (v.kind === 'text-pair' ? v.label : 0))).toEqual(
    Array.from({ length: 12 }, (_, i) => 39 - i),
  );
});
