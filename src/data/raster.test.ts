import { describe, expect, it } from 'vitest';
import { drawFigure, type Figure } from './raster.ts';

/** The figure as text: one letter a pixel. */
function draw(figure: Figure, r: number): string[] {
  const size = 2 * r + 1;
  const out = new Uint8Array(size * size * 3);
  drawFigure(out, 0, size, figure, [r, r], r, [1, 2, 3]);
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_x, x) => (out[(y * size + x) * 3 + 2] === 3 ? '#' : '.')).join(''),
  );
}

describe('drawFigure', () => {
  it('draws figures that differ', () => {
    expect(draw('circle', 2)).toEqual(['..#..', '.###.', '#####', '.###.', '..#..']);
    expect(draw('circle', 3)).toEqual([
      '..###..',
      '.#####.',
      '#######',
      '#######',
      '#######',
      '.#####.',
      '..###..',
    ]);
    expect(draw('square', 1)).toEqual(['###', '###', '###']);
    expect(draw('triangle', 2)).toEqual(['..#..', '..#..', '.###.', '.###.', '#####']);
    expect(draw('cross', 3)[0]).toBe('..###..');
    const shapes: Figure[] = ['circle', 'square', 'triangle', 'cross', 'one', 'four', 'seven'];
    for (const r of [3, 4, 7]) {
      expect(new Set(shapes.map((shape) => draw(shape, r).join())).size).toBe(shapes.length);
    }
  });

  it('cuts off what lies outside and touches nothing else', () => {
    const size = 4;
    const out = new Uint8Array(size * size * 3 + 6).fill(9);
    drawFigure(out, 3, size, 'square', [0, 3], 1, [1, 1, 1]);
    const drawn = [...out.keys()].filter((i) => out[i] === 1).map((i) => (i - 3) / 3);
    expect(drawn.filter(Number.isInteger)).toEqual([8, 9, 12, 13]);
    expect([out[0], out[2], out.at(-1)]).toEqual([9, 9, 9]);
  });
});
