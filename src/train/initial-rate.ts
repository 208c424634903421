import type { Schedule } from '../nn/schedules/schedule.ts';

/** What a schedule was made from before its rates were changed. */
const originals = new WeakMap<Schedule, Schedule>();

/** The schedule with all rates in proportion to another initial rate. One without an initial rate keeps its rates. */
export function withInitialRate(schedule: Schedule, rate: number): Schedule {
  const original = originals.get(schedule) ?? schedule;
  const initial = original.config.initialLearningRate;
  if (typeof initial !== 'number' || initial === 0) return schedule;
  const changed: Schedule = {
    className: original.className,
    config: { ...original.config, initialLearningRate: rate },
    rateAt: (iterations) => (original.rateAt(iterations) * rate) / initial,
  };
  originals.set(changed, original);
  return changed;
}
