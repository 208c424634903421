/** A line of a plot: points and how they are drawn. */
export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly style: 'solid' | 'dashed' | 'dotted';
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT] = [640, 400];
const BOX = { left: 64, right: WIDTH - 16, top: 40, bottom: HEIGHT - 48 };
const STROKES = {
  solid: 'stroke="#1864ab" stroke-width="2"',
  dashed: 'stroke="#868e96" stroke-width="1.5" stroke-dasharray="6 4"',
  dotted: 'stroke="#d9480f" stroke-width="2" stroke-dasharray="2 3"',
};

/** A picture of lines on two logarithmic axes, as SVG. */
export function plotSvg({ title, x, y, lines }: Plot): string {
  const all = lines.flatMap(({ points }) => points);
  const across = axis(
    all.map((p) => p[0]),
    BOX.left,
    BOX.right,
    2,
  );
  const up = axis(
    all.map((p) => p[1]),
    BOX.bottom,
    BOX.top,
    10,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(BOX.left, 22, title, 'font-size="15" font-weight="600"'),
    text((BOX.left + BOX.right) / 2, HEIGHT - 10, x, 'text-anchor="middle"'),
    text(12, BOX.top - 10, y, ''),
    ...across.ticks.map((v) => tick(across.at(v), BOX.bottom, across.at(v), BOX.top, v, 'below')),
    ...up.ticks.map((v) => tick(BOX.left, up.at(v), BOX.right, up.at(v), v, 'left')),
    ...lines.map((line) => polyline(line, across.at, up.at)),
    ...lines.map((line, i) => legend(line, i)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

interface Axis {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Powers of `base` from below the least to above the greatest value, laid between two places. */
function axis(values: readonly number[], from: number, to: number, base: number): Axis {
  const log = (v: number) => Math.log(v) / Math.log(base);
  const low = Math.floor(log(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(log(Math.max(...values)) - 1e-9));
  const every = Math.ceil((high - low) / 12);
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter(
    (p) => (p - low) % every === 0,
  );
  const at = (v: number) => Math.round(10 * (from + ((to - from) * (log(v) - low)) / (high - low))) / 10;
  return { ticks: ticks.map((power) => base ** power), at };
}

function tick(x1: number, y1: number, x2: number, y2: number, value: number, side: 'below' | 'left'): string {
  const line = `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#dee2e6"/>`;
  const label = String(Number(value.toPrecision(6)));
  return side === 'below'
    ? `${line}${text(x1, y1 + 16, label, 'text-anchor="middle"')}`
    : `${line}${text(x1 - 6, y1 + 4, label, 'text-anchor="end"')}`;
}

function polyline({ points, style }: Line, x: (v: number) => number, y: (v: number) => number): string {
  const places = points.map((p) => `${x(p[0])},${y(p[1])}`).join(' ');
  const dots = points.map((p) => `<circle cx="${x(p[0])}" cy="${y(p[1])}" r="2.5" fill="#495057"/>`);
  return `<polyline points="${places}" fill="none" ${STROKES[style]}/>${style === 'dashed' ? '' : dots.join('')}`;
}

function legend({ label, style }: Line, index: number): string {
  const y = BOX.top + 16 + 18 * index;
  const x = BOX.left + 12;
  return `<line x1="${x}" y1="${y - 4}" x2="${x + 28}" y2="${y - 4}" ${STROKES[style]}/>${text(x + 36, y, label, '')}`;
}

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${x}" y="${y}" fill="#212529" ${attributes}>${words}</text>`;
