import { required } from '../core/invariant.ts';

export interface Column {
  readonly header: string;
  readonly align: 'left' | 'right' | 'center';
  /** Characters for the text, before the table is squeezed into its width. */
  readonly width: number;
}

/** A table with lines between the rows, `width` characters wide: what Python's `rich` prints for Keras. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = cellWidths(columns, width);
  const aligns = columns.map((c) => c.align);
  const header = rowLines(
    columns.map((c) => c.header),
    widths,
    aligns,
    '┃',
  );
  const body = rows.map((row) => rowLines(row, widths, aligns, '│'));
  return [
    rule(widths, '┏━┳┓'),
    ...header,
    rule(widths, '┡━╇┩'),
    ...body.flatMap((lines, i) => (i === 0 ? lines : [rule(widths, '├─┼┤'), ...lines])),
    rule(widths, '└─┴┘'),
  ].join('\n');
}

/** Widths of the cells, a space at both sides included: what is too much is taken off evenly. */
function cellWidths(columns: readonly Column[], width: number): number[] {
  const wanted = columns.map((c) => c.width + 2);
  let excess = wanted.reduce((n, w) => n + w, 0) - (width - columns.length - 1);
  if (excess <= 0) return wanted;
  return wanted.map((w, i) => {
    const share = Math.min(w, roundHalfEven(excess / (columns.length - i)));
    excess -= share;
    return w - share;
  });
}

/** Python's rounding: a half goes to the even neighbour. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}

/** `[left, fill, joint, right]` */
function rule(widths: readonly number[], [left, fill, joint, right]: string): string {
  return `${left}${widths.map((w) => required(fill, 'fill').repeat(w)).join(joint)}${right}`;
}

function rowLines(
  cells: readonly string[],
  widths: readonly number[],
  aligns: readonly Column['align'][],
  edge: string,
): string[] {
  const wrapped = cells.map((text, i) => wrap(text, widths[i]! - 2));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = wrapped.map((lines, i) => ` ${aligned(lines[line] ?? '', widths[i]! - 2, aligns[i]!)} `);
    return `${edge}${parts.join(edge)}${edge}`;
  });
}

/** Breaks text between words into lines of at most `width` characters; a longer word ends in `…`. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    const fits = width - line.length >= word.trimEnd().length;
    if (!fits && line !== '') {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  lines.push(line);
  return lines.map((l) => l.trimEnd()).map((l) => (l.length > width ? `${l.slice(0, width - 1)}…` : l));
}

function aligned(text: string, width: number, align: Column['align']): string {
  if (align === 'left') return text.padEnd(width);
  if (align === 'right') return text.padStart(width);
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}
