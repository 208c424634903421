import type { PlanRow } from '../../../worker/protocol.ts';

export interface Costs {
  readonly shares: readonly number[];
  /** Whether the shares are of measured times. */
  readonly measured: boolean;
}

/** Bytes that a GPU moves while it does one floating-point operation, as a rule of thumb: an estimate needs no more. */
const FLOPS_PER_BYTE = 10;

/**
 * Share of each kernel in the step: of measured times where all are known, else of
 * max(FLOP, bytes · FLOPs per byte), the roofline of an ordinary GPU.
 */
export function costOf(rows: readonly PlanRow[]): Costs {
  const measured = rows.length > 0 && rows.every((row) => row.microseconds !== null);
  const costs = rows.map((row) =>
    measured ? (row.microseconds ?? 0) : Math.max(row.flops, row.bytes * FLOPS_PER_BYTE),
  );
  const total = costs.reduce((sum, cost) => sum + cost, 0) || 1;
  return { shares: costs.map((cost) => cost / total), measured };
}
