import type { OpenedDevice } from '../src/gpu/device.ts';
import type { PlannedDispatch } from '../src/gpu/execution-plan.ts';
import { timeDispatches } from '../src/train/time-dispatches.ts';
import { median } from './alternate.ts';
import { sessionOf } from './engines/ours.ts';
import { type Recorded, recordPasses } from './record-passes.ts';
import type { TrainRow } from './rows/row.ts';

/** A dispatch, the milliseconds between timestamps around it, and the processor milliseconds of a submit of it alone. */
interface Timed {
  readonly at: number;
  readonly dispatch: PlannedDispatch;
  readonly ms: number;
  readonly cpuMs: number;
}

const SHOWN = 12;

/**
 * Prints where the time of one of our steps goes, the most costly dispatches first. On a CPU adapter the processor time
 * (Node, Dawn) is what other work on the machine disturbs least; on a GPU the timestamps count.
 */
export async function profile(opened: OpenedDevice, row: TrainRow, runs: number): Promise<void> {
  const session = sessionOf(opened, row);
  const { plan, compiled } = await session.prepare();
  const recorded = recordPasses(compiled);
  await timeDispatches(opened, compiled, 1);
  const us = await timeDispatches(opened, compiled, runs);
  const timed: Timed[] = [];
  for (const [at, dispatch] of plan.dispatches.entries())
    timed.push({ at, dispatch, ms: us[at]! / 1000, cpuMs: await cpuOf(opened.device, recorded[at]!, runs) });
  print(row, timed);
  await session.destroy();
}

/** A submit costs up to 4 processor ms, most of it threads that wait: quick dispatches are run so often in one. */
const REPEATS = 32;
const QUICK_MS = 20;

async function cpuOf(device: GPUDevice, recorded: Recorded, runs: number): Promise<number> {
  const once = await submits(device, recorded, runs, 1);
  return once > QUICK_MS ? once : submits(device, recorded, runs, REPEATS);
}

/** Processor milliseconds of a dispatch, the median of submits that repeat it. */
async function submits(
  device: GPUDevice,
  { pipeline, bindGroup, workgroups }: Recorded,
  runs: number,
  repeats: number,
): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000 / repeats);
  }
  return median(times);
}

function print(row: TrainRow, timed: readonly Timed[]): void {
  const total = timed.reduce((sum, t) => sum + t.cpuMs, 0);
  const wall = timed.reduce((sum, t) => sum + t.ms, 0);
  console.log(
    `\n### ${row.id}: ${timed.length} dispatches, ${total.toFixed(1)} processor ms (${wall.toFixed(1)} ms between timestamps)\n`,
  );
  console.log(
    '| # | op | variant | phase | layer | groups | GFLOP | MB | CPU ms | share | GFLOP per CPU s | ms |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
  const sorted = timed.toSorted((a, b) => b.cpuMs - a.cpuMs);
  for (const t of sorted.slice(0, SHOWN)) console.log(line(t, total));
}

function line({ at, dispatch: d, ms, cpuMs }: Timed, total: number): string {
  return `| ${[
    at,
    d.op,
    d.variant,
    d.phase,
    d.where.slice(0, 2).join(' '),
    d.workgroups.join('×'),
    (d.flops / 1e9).toFixed(3),
    (d.bytes / 1e6).toFixed(1),
    cpuMs.toFixed(2),
    `${((100 * cpuMs) / total).toFixed(0)} %`,
    (d.flops / cpuMs / 1e6).toFixed(2),
    ms.toFixed(2),
  ].join(' | ')} |`;
}
