import type { Measured } from './alternate.ts';
import type { Row } from './rows/row.ts';

/** Relative difference of first losses, which only rounding may cause, and of later ones, which rounding has grown. */
const FIRST = 1e-3;
const LATER = 0.05;

/** Why a row is void; null where all losses fall and agree. Who failed has no say. */
export function judge(row: Row, all: readonly Measured[]): string | null {
  const ran = all.filter((m) => m.failure === null && m.losses.length > 0);
  for (const m of ran) {
    const fault = row.kind === 'train' && !falls(m.losses) ? `the loss of ${m.name} does not fall` : null;
    if (fault !== null) return fault;
  }
  const [first, ...others] = ran;
  for (const other of others) {
    const fault = disagreement(first!, other);
    if (fault !== null) return fault;
  }
  return null;
}

const falls = (losses: readonly number[]): boolean => losses.length < 2 || losses.at(-1)! < losses[0]!;

function disagreement(a: Measured, b: Measured): string | null {
  const steps = Math.min(a.losses.length, b.losses.length);
  for (let i = 0; i < steps; i++) {
    const [x, y] = [a.losses[i]!, b.losses[i]!];
    if (!(Math.abs(x - y) <= (i === 0 ? FIRST : LATER) * Math.abs(x)))
      return `loss ${i + 1} of ${b.name} is ${y}, of ${a.name} ${x}`;
  }
  return null;
}
