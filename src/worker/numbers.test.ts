import { expect, test } from 'vitest';
import { histogram } from './histogram.ts';
import { buffersOf, MetricsBatcher } from './metrics-batcher.ts';
import { ThroughputMeter } from './throughput.ts';

test('counts values in bins and leaves out what is no number', () => {
  const { edges, counts } = histogram(Float32Array.from([0, 1, 2, 3, 4, Number.NaN, Infinity]), 4);
  expect([...edges]).toEqual([0, 1, 2, 3, 4]);
  expect([...counts]).toEqual([1, 1, 1, 2]);
  expect([...histogram(Float32Array.from([2, 2]), 2).edges]).toEqual([1.5, 2, 2.5]);
  expect(histogram(new Float32Array(0), 3).counts).toEqual(new Int32Array(3));
});

test('collects steps into columns, with NaN where a step has no such number', () => {
  const batcher = new MetricsBatcher();
  const step = { epoch: 1, samples: 4, offset: 0, learningRate: 0.5 };
  batcher.add([{ ...step, step: 1, logs: { loss: 2 } }]);
  batcher.add([{ ...step, step: 2, logs: { loss: 1, accuracy: 0.25 } }]);
  const batch = batcher.take();
  expect(batch.columns).toEqual({
    step: Float64Array.from([1, 2]),
    learning_rate: Float64Array.from([0.5, 0.5]),
    loss: Float64Array.from([2, 1]),
    accuracy: Float64Array.from([Number.NaN, 0.25]),
  });
  expect(buffersOf(batch)).toHaveLength(4);
  expect(batcher.size).toBe(0);
});

test('measures speed over the last seconds, without pauses', () => {
  const meter = new ThroughputMeter();
  expect(meter.read(100, 0, null)).toMatchObject({ samplesPerSecond: 0, secondsLeft: null });
  meter.begin(0);
  for (let i = 1; i <= 100; i++) meter.add(i * 100, 20, 2);
  expect(meter.read(1000, 7, 0.5)).toEqual({
    samplesPerSecond: 200,
    stepsPerSecond: 20,
    msPerStep: 50,
    gpuMsPerStep: 0.5,
    gpuBytes: 7,
    secondsLeft: 5,
  });
  meter.begin(60_000);
  meter.add(60_100, 40, 4);
  expect(meter.secondsFor(400)).toBeCloseTo(1, 6);
});
