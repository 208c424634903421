import { describe, expect, it } from 'vitest';
import { type GoldenSchedule, goldenNames, loadGolden } from '../../../fixtures/golden/load.ts';
import { expectClose } from '../testing/expect-close.ts';
import { scheduleOf } from '../testing/golden-config.ts';

describe('schedules agree with Keras', () => {
  const names = goldenNames('schedules');

  it('has fixtures', () => expect(names.length).toBeGreaterThan(8));

  it.each(names)('%s', (name) => {
    const { schedule, config, steps, values } = loadGolden<GoldenSchedule>('schedules', name);
    const ours = scheduleOf({ class: schedule, config });
    expectClose(
      steps.map((step) => ours.rateAt(step)),
      values,
      { relative: 1e-5, absolute: 2e-8 },
    );
  });
});
