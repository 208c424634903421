import { expect, test } from 'vitest';
import { plotSvg } from './plot.ts';

const plot = {
  title: 'a title',
  x: 'size',
  y: 'ms',
  lines: [
    {
      label: 'measured',
      style: 'solid',
      points: [
        [1, 1],
        [2, 10],
        [4, 100],
      ],
    },
    {
      label: 'work',
      style: 'dashed',
      points: [
        [2, 50],
        [4, 100],
      ],
    },
  ],
} as const;

test('points lie on logarithmic axes', () => {
  const svg = plotSvg(plot);
  const [, places] = svg.match(/<polyline points="([^"]+)"[^>]*stroke="#1864ab"/)!;
  const [a, b, c] = places!.split(' ').map((pair) => pair.split(',').map(Number)) as [
    number[],
    number[],
    number[],
  ];
  expect(b[0]! - a[0]!).toBeCloseTo(c[0]! - b[0]!);
  expect(b[1]! - a[1]!).toBeCloseTo(c[1]! - b[1]!);
  expect(a[1]).toBeGreaterThan(c[1]!);
});

test('axes and lines are named', () => {
  const svg = plotSvg(plot);
  for (const word of ['a title', 'size', 'measured', 'work', '>100<', '>4<']) expect(svg).toContain(word);
});
