import type { CompiledStep } from '../train/program.ts';
import type { PlanInfo, PlanRow } from './protocol.ts';

export interface PlanFacts {
  readonly plan: CompiledStep['plan'];
  /** Bytes of weights, optimizer state and data. */
  readonly variableBytes: number;
  readonly largestBatch: number | null;
  /** Microseconds of each dispatch where they were measured. */
  readonly times: readonly number[] | null;
}

/** The compiled step as the page shows it: kernels in their order, and what lies in memory when. */
export function planInfo({ plan, variableBytes, largestBatch, times }: PlanFacts): PlanInfo {
  const rows = planRows(plan, times);
  return {
    rows,
    dispatches: rows.length,
    flops: rows.reduce((n, row) => n + row.flops, 0),
    bytes: rows.reduce((n, row) => n + row.bytes, 0),
    slotBytes: plan.slots.reduce((n, bytes) => n + bytes, 0),
    lowerBound: plan.lowerBound,
    variableBytes,
    slots: plan.slots.map((bytes, slot) => ({
      bytes,
      lives: plan.lives
        .filter((life) => life.slot === slot)
        .map(({ first, last, label }) => ({ first, last, label })),
    })),
    largestBatch,
  };
}

/** The dispatches of a plan, one row each. */
export function planRows(plan: CompiledStep['plan'], times: readonly number[] | null): PlanRow[] {
  return plan.dispatches.map(({ op, variant, where, phase, workgroups, flops, bytes, wgsl }, i) => {
    const microseconds = times?.[i] ?? null;
    return { op, variant, where, phase, workgroups, flops, bytes, microseconds, wgsl };
  });
}
