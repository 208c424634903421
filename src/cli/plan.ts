import { TrainyardError } from '../core/errors.ts';
import { formatBytes } from '../gpu/buffers.ts';
import type { ExecutionPlan } from '../gpu/execution-plan.ts';
import { presetById } from '../presets/table.ts';
import { timeDispatches } from '../train/time-dispatches.ts';
import { parsePresetArguments, settingsOf } from './arguments.ts';
import { knownWinners, openNodeDevice, openPreset } from './open-preset.ts';

/**
 * `npm run plan -- <preset> [--size …] [--no-tune] [--time] [--wgsl]`: the compiled step, a line a dispatch: kernel, variant,
 * workgroups, FLOPs, bytes, FLOPs per byte, and with `--time` the microseconds it takes. Kernels are those that earlier runs
 * measured to be the fastest here, where they did; `--no-tune`: the best guesses.
 */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const flags = new Set<string>(argv.filter((word) => word === '--time' || word === '--wgsl'));
  const asked = parsePresetArguments(argv.filter((word) => !flags.has(word)));
  const preset = presetById(asked.preset);
  const opened = await openNodeDevice();
  const variants = asked.tune ? (await knownWinners(opened)).variants : {};
  const { session } = await openPreset(opened, preset, settingsOf(preset, asked), asked.seed, { variants });
  const { plan, compiled } = await session.prepare();
  const times = flags.has('--time') ? await timeDispatches(session.opened, compiled, 20) : null;
  printDispatches(plan, times);
  printTotals(plan, times, session.on.store.bytes);
  const measured = Object.keys(session.variants).length;
  console.log(`${measured} of the kernels chosen by measurement on ${opened.facts.description}`);
  if (flags.has('--wgsl'))
    for (const d of plan.dispatches) console.log(`\n// ${d.op} ${d.variant}\n${d.wgsl}`);
  await session.destroy();
}

function printDispatches(plan: ExecutionPlan, times: readonly number[] | null): void {
  const rows = plan.dispatches.map((d, i) => [
    String(i),
    d.op,
    d.variant,
    d.phase,
    d.where.slice(0, 2).join(' '),
    d.workgroups.join('×'),
    count(d.flops),
    count(d.bytes),
    intensity(d),
    ...(times === null ? [] : [times[i]!.toFixed(0)]),
  ]);
  const head = ['#', 'op', 'variant', 'phase', 'where', 'workgroups', 'FLOP', 'bytes', 'FLOP/B'];
  const lines = [times === null ? head : [...head, 'µs'], ...rows];
  const widths = lines[0]!.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)));
  const aligned = (cell: string, c: number) => (c < 5 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!));
  for (const line of lines) console.log(line.map(aligned).join('  '));
}

/** Work and memory of the whole step. Its peak is the sum of its buffers: they are all there all the time. */
function printTotals(plan: ExecutionPlan, times: readonly number[] | null, variables: number): void {
  const { dispatches, slots, lowerBound } = plan;
  const [flops, bytes] = [sum(dispatches.map((d) => d.flops)), sum(dispatches.map((d) => d.bytes))];
  console.log(
    `\n${dispatches.length} dispatches: ${count(flops)}FLOP, ${count(bytes)}B moved, ${intensity({ flops, bytes })} FLOP/B`,
  );
  if (times !== null) {
    const ms = sum(times) / 1000;
    const rates = `${(flops / ms / 1e6).toFixed(2)} GFLOP/s, ${(bytes / ms / 1e6).toFixed(2)} GB/s`;
    console.log(`${ms.toFixed(2)} ms between timestamps: ${rates}`);
  }
  const peak = sum(slots);
  const over = lowerBound === 0 ? 0 : 100 * (peak / lowerBound - 1);
  console.log(
    `memory of the step: ${formatBytes(peak)} planned in ${slots.length} buffers, ${formatBytes(lowerBound)} the least that liveness allows (${over.toFixed(1)} % above)`,
  );
  console.log(`weights, optimizer state and data: ${formatBytes(variables)}`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const intensity = ({ flops, bytes }: { readonly flops: number; readonly bytes: number }): string =>
  (flops / Math.max(1, bytes)).toFixed(2);

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
