import { TrainyardError } from '../core/errors.ts';
import { formatBytes } from '../gpu/buffers.ts';
import type { ExecutionPlan } from '../gpu/execution-plan.ts';
import { presetById } from '../presets/table.ts';
import { timeDispatches } from '../train/time-dispatches.ts';
import { parsePresetArguments, settingsOf } from './arguments.ts';
import { openNodeDevice, openPreset } from './open-preset.ts';

/**
 * `npm run plan -- <preset> [--size …] [--time] [--wgsl]`: the compiled step, a line a dispatch: kernel, variant, workgroups,
 * FLOPs, bytes, FLOPs per byte, and with `--time` the microseconds it takes.
 */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const flags = new Set<string>(argv.filter((word) => word === '--time' || word === '--wgsl'));
  const asked = parsePresetArguments(argv.filter((word) => !flags.has(word)));
  const preset = presetById(asked.preset);
  const { session } = await openPreset(await openNodeDevice(), preset, settingsOf(preset, asked), asked.seed);
  const { plan, compiled } = await session.prepare();
  const times = flags.has('--time') ? await timeDispatches(session.opened, compiled, 20) : null;
  printPlan(plan, times);
  if (flags.has('--wgsl'))
    for (const d of plan.dispatches) console.log(`\n// ${d.op} ${d.variant}\n${d.wgsl}`);
  console.log(`variables ${formatBytes(session.on.store.bytes)}`);
  await session.destroy();
}

function printPlan(plan: ExecutionPlan, times: readonly number[] | null): void {
  const rows = plan.dispatches.map((d, i) => [
    String(i),
    d.op,
    d.variant,
    d.phase,
    d.where.slice(0, 2).join(' '),
    d.workgroups.join('×'),
    count(d.flops),
    count(d.bytes),
    (d.flops / Math.max(1, d.bytes)).toFixed(2),
    ...(times === null ? [] : [times[i]!.toFixed(0)]),
  ]);
  const head = [
    '#',
    'op',
    'variant',
    'phase',
    'where',
    'workgroups',
    'FLOP',
    'bytes',
    'FLOP/B',
    ...(times === null ? [] : ['µs']),
  ];
  const widths = head.map((name, c) => Math.max(name.length, ...rows.map((r) => r[c]!.length)));
  for (const row of [head, ...rows])
    console.log(
      row.map((cell, c) => (c < 5 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '),
    );
  const total = (pick: (d: ExecutionPlan['dispatches'][number]) => number) =>
    plan.dispatches.reduce((n, d) => n + pick(d), 0);
  console.log(
    `\n${plan.dispatches.length} dispatches, ${count(total((d) => d.flops))}FLOP, ${count(total((d) => d.bytes))}B moved`,
  );
  if (times !== null) console.log(`${(times.reduce((a, b) => a + b, 0) / 1000).toFixed(2)} ms in all`);
  const slots = plan.slots.reduce((a, b) => a + b, 0);
  console.log(
    `memory of the step ${formatBytes(slots)} in ${plan.slots.length} slots; liveness needs at least ${formatBytes(plan.lowerBound)}`,
  );
}

function count(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(2)} G`;
  if (n >= 1e6) return `${(n / 1e6).toFixed(2)} M`;
  return n >= 1e3 ? `${(n / 1e3).toFixed(1)} k` : `${n} `;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof TrainyardError ? error.message : error);
  process.exitCode = 1;
}
