import { expect, test } from 'vitest';
import { adam } from '../nn/optimizers/adam.ts';
import { cosineDecay } from '../nn/schedules/cosine-decay.ts';
import { withInitialRate } from './initial-rate.ts';

test('a schedule follows another initial rate, however often it is changed', () => {
  const optimizer = adam({ learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 }) });
  const half = optimizer.learningRateAt(50);
  for (const rate of [0.4, 0.05, 0.2]) optimizer.schedule = withInitialRate(optimizer.schedule!, rate);
  expect(optimizer.learningRateAt(0)).toBeCloseTo(0.2, 12);
  expect(optimizer.learningRateAt(50)).toBeCloseTo(2 * half, 12);
  expect(() => {
    adam().schedule = optimizer.schedule!;
  }).toThrow(/only the place of a schedule/);
});
