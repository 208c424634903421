import type { CallStats } from '../train/call-stats.ts';
import { isWithin } from '../train/call-values.ts';
import type { CompiledStep } from '../train/program.ts';
import type { NodeStats } from './protocol.ts';

type Plan = CompiledStep['plan'];

export interface NodeStatsFacts {
  readonly step: number;
  readonly calls: ReadonlyMap<string, CallStats>;
  readonly plan: Plan;
  readonly times: readonly number[] | null;
  /** Bytes of weights and their optimizer state, by call. */
  readonly weightBytes: (call: string) => number;
}

/** Live numbers of all calls, with their shares of the step's time and their memory. */
export function nodeStats({ step, calls, plan, times, weightBytes }: NodeStatsFacts): NodeStats {
  const shares = timeShares(plan, times);
  const nodes = [...calls].map(([call, stats]) => {
    const measured = { gpuShare: shares(call), gpuShareMeasured: times !== null };
    return [call, { ...stats, ...measured, bytes: weightBytes(call) + slotBytes(plan, call) }] as const;
  });
  return { step, nodes: Object.fromEntries(nodes) };
}

/** FLOPs that a GPU computes in the time in which it moves a byte; of many devices about this. */
const FLOPS_PER_BYTE = 20;

/** Share of the step that is spent on a call, measured or estimated; a dispatch for several calls counts for each in equal parts. */
function timeShares(plan: Plan, times: readonly number[] | null): (call: string) => number {
  const costs = plan.dispatches.map((d, i) => times?.[i] ?? Math.max(d.flops / FLOPS_PER_BYTE, d.bytes));
  const total = costs.reduce((a, b) => a + b, 0) || 1;
  return (call) =>
    plan.dispatches.reduce((n, { where }, i) => {
      const own = where.filter((w) => isWithin(w, call)).length;
      return n + (own === 0 ? 0 : (costs[i]! * own) / where.length);
    }, 0) / total;
}

/** Bytes of values that a call makes, each counted in full though slots are shared over time. */
const slotBytes = ({ lives }: Plan, call: string): number =>
  lives.reduce((n, { label, bytes }) => n + (isWithin(label.split(' ')[0]!, call) ? bytes : 0), 0);
