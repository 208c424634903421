import { configError } from '../../core/errors.ts';
import { defineSchedule } from './define-schedule.ts';

interface PiecewiseConstantDecayOptions {
  /** Last step of each piece, increasing. */
  readonly boundaries: readonly number[];
  /** One rate more than boundaries. */
  readonly values: readonly number[];
}

/**
 * values[0] up to and with step boundaries[0], values[1] up to and with boundaries[1], …, the last value after the last.
 * https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 */
export const piecewiseConstantDecay = defineSchedule<PiecewiseConstantDecayOptions, object>({
  className: 'PiecewiseConstantDecay',
  required: ['boundaries', 'values'],
  defaults: {},
  check: ({ boundaries, values }) => {
    if (boundaries.length === values.length - 1) return;
    throw configError({
      where: 'PiecewiseConstantDecay',
      must: 'values has one entry more than boundaries',
      got: `${values.length} values and ${boundaries.length} boundaries`,
    });
  },
  rateAt: ({ boundaries, values }, step) => {
    const piece = boundaries.findIndex((boundary) => step <= boundary);
    return values[piece < 0 ? values.length - 1 : piece]!;
  },
});
