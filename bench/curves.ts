import { writeFileSync } from 'node:fs';
import { alternate, median, type Turns } from './alternate.ts';
import type { Contestant } from './engines/contestant.ts';
import { plotSvg } from './plot.ts';
import type { Curve } from './rows/curves.ts';

/** A size and what a step of it took. */
export interface CurvePoint {
  readonly x: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly dispatches: number;
}

/** Measures the points of a curve in turns; `ours` opens our engine once more. Points that fail are reported and left out. */
export async function measureCurve(
  { points }: Curve,
  ours: () => Contestant,
  turns: Turns,
): Promise<CurvePoint[]> {
  const entries = points.map(({ row }) => ({ contestant: ours(), rowId: row.id }));
  const measured = await alternate(entries, turns);
  return measured.flatMap(({ blocks, cpu, dispatches, failure }, i): CurvePoint[] => {
    const { x, row } = points[i]!;
    if (blocks.length > 0) return [{ x, ms: median(blocks), cpuMs: median(cpu), dispatches }];
    console.error(`${row.id}: ${failure}`);
    return [];
  });
}

/** Draws a curve beside the line that grows as the work does, which ends where the curve ends. */
export function drawCurve(curve: Curve, points: readonly CurvePoint[], file: string): void {
  const last = points.at(-1)!;
  const work = points.map(({ x }): [number, number] => [x, last.cpuMs * (x / last.x) ** curve.power]);
  const least = Math.min(...points.map((p) => Math.min(p.ms, p.cpuMs))) / 3;
  const svg = plotSvg({
    title: curve.title,
    x: curve.size,
    y: 'ms a step',
    lines: [
      { label: 'milliseconds', style: 'solid', points: points.map((p) => [p.x, p.ms]) },
      { label: 'processor milliseconds', style: 'dotted', points: points.map((p) => [p.x, p.cpuMs]) },
      {
        label:
          curve.power === 1
            ? `in proportion to ${curve.size}`
            : `${curve.size} to the power of ${curve.power}`,
        style: 'dashed',
        points: work.filter(([, y]) => y >= least),
      },
    ],
  });
  writeFileSync(file, svg);
}

/** The curve as lines of a table. */
export function curveLines(curve: Curve, points: readonly CurvePoint[]): string[] {
  const cells = (pick: (p: CurvePoint) => string) => `| ${points.map(pick).join(' | ')} |`;
  const number = (x: number) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
  return [
    `\n${curve.title}\n`,
    `| ${curve.size} ${cells((p) => String(p.x))}`,
    `|---|${points.map(() => '---').join('|')}|`,
    `| ms ${cells((p) => number(p.ms))}`,
    `| CPU ms ${cells((p) => number(p.cpuMs))}`,
    `| dispatches ${cells((p) => String(p.dispatches))}`,
  ];
}
