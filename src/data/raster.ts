/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What can be drawn: figures, and digits from a font of 5 x 7 dots. */
export type Figure = 'circle' | 'square' | 'triangle' | 'cross' | 'one' | 'four' | 'seven';

/** Rows of dots, bit 4 leftmost. */
const GLYPHS: Readonly<Partial<Record<Figure, readonly number[]>>> = {
  one: [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  four: [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
  seven: [0b11111, 0b00001, 0b00010, 0b00100, 0b00100, 0b01000, 0b01000],
};
const GLYPH_WIDTH = 5;
const GLYPH_HEIGHT = 7;

/** Whether a figure of radius r around the origin covers the pixel (x, y): integers only, so the same everywhere. */
function covers(figure: Figure, x: number, y: number, r: number): boolean {
  switch (figure) {
    case 'circle':
      // A little more than r²: a bare disc of few pixels ends in four tips.
      return x * x + y * y <= r * r + Math.floor(r / 3);
    case 'square':
      return true;
    case 'triangle':
      return 2 * Math.abs(x) <= y + r;
    case 'cross':
      return Math.min(Math.abs(x), Math.abs(y)) <= Math.floor(r / 3);
    default:
      return glyphCovers(GLYPHS[figure]!, x, y, r);
  }
}

function glyphCovers(glyph: readonly number[], x: number, y: number, r: number): boolean {
  const side = 2 * r + 1;
  const column = Math.floor(((x + r) * GLYPH_WIDTH) / side);
  const row = Math.floor(((y + r) * GLYPH_HEIGHT) / side);
  return ((glyph[row]! >> (GLYPH_WIDTH - 1 - column)) & 1) === 1;
}

/**
 * Draws a filled figure of radius r around (cx, cy) into an RGB image of `size` x `size` that starts at `offset` of
 * `out`. What lies outside the image is cut off.
 */
export function drawFigure(
  out: Uint8Array,
  offset: number,
  size: number,
  figure: Figure,
  [cx, cy]: readonly [number, number],
  r: number,
  colour: Rgb,
): void {
  for (let y = Math.max(-r, -cy); y <= Math.min(r, size - 1 - cy); y++) {
    for (let x = Math.max(-r, -cx); x <= Math.min(r, size - 1 - cx); x++) {
      if (covers(figure, x, y, r)) out.set(colour, offset + ((cy + y) * size + cx + x) * 3);
    }
  }
}
