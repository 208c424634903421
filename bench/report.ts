import { type Measured, median } from './alternate.ts';
import type { ContestantName } from './peers/names.ts';
import type { RowResult } from './results.ts';

const HEAD = [
  'row',
  'batch',
  'who',
  'ms',
  'CPU ms',
  'dispatches',
  'ours / it',
  'ours / it, CPU',
  'first step s',
  'note',
];

/** Prints the head of the table. */
export function headLines(): string[] {
  return [`| ${HEAD.join(' | ')} |`, `|${HEAD.map(() => '---').join('|')}|`];
}

/** Lines of the table for one row, one for each contestant. */
export function rowLines({ title, batch, flops, void: fault, measured }: RowResult): string[] {
  const ours = measured.find((m) => m.name === ('ours' satisfies ContestantName));
  return measured.map((m, i) => {
    const ran = m.blocks.length > 0;
    const cells = [
      i === 0 ? title : '',
      i === 0 ? String(batch) : '',
      m.name,
      ran ? number(median(m.blocks)) : '–',
      ran ? number(median(m.cpu)) : '–',
      ran ? String(m.dispatches) : '–',
      ratio(ours?.blocks, m.blocks),
      ratio(ours?.cpu, m.cpu),
      number((m.prepareMs + m.firstStepMs) / 1000),
      note(m, flops, fault),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function note(m: Measured, flops: number | null, fault: string | null): string {
  if (m.failure !== null) return m.failure.slice(0, 120);
  if (fault !== null) return `VOID: ${fault}`;
  return flops === null ? '' : `${(flops / median(m.blocks) / 1e6).toFixed(2)} GFLOP/s`;
}

function ratio(ours: readonly number[] | undefined, its: readonly number[]): string {
  if (ours === undefined || ours.length === 0 || its.length === 0) return '';
  const value = median(ours) / median(its);
  return value < 1 ? `1/${(1 / value).toFixed(1)}` : value.toFixed(2);
}

const number = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
