import { expect, test } from 'vitest';
import { busy, longTasks, type TraceEvent } from './long-tasks.ts';

const event = (name: string, ts: number, dur: number, tdur: number, more: Partial<TraceEvent> = {}) => ({
  ...{ name, ph: 'X', pid: 7, tid: 1, ts, dur, tdur },
  ...more,
});

const EVENTS: TraceEvent[] = [
  { name: 'thread_name', ph: 'M', pid: 7, tid: 1, ts: 0, args: { name: 'CrRendererMain' } },
  event('RunTask', 1000, 20_000, 5000),
  event('RunTask', 100_000, 80_000, 30_000),
  event('ThreadControllerImpl::RunTask', 100_000, 80_000, 30_000),
  event('FunctionCall', 101_000, 60_000, 25_000, {
    args: { data: { functionName: 'draw', url: 'http://host/assets/index.js' } },
  }),
  event('Paint', 170_000, 5000, 4000),
  event('RunTask', 100_000, 90_000, 90_000, { tid: 2 }),
  event('RunTask', 100_000, 90_000, 90_000, { pid: 8 }),
];

test('long tasks of the main thread, with what was in them', () => {
  expect(longTasks(EVENTS, 7)).toEqual([
    {
      at: 99,
      ms: 80,
      processorMs: 30,
      parts: [
        { what: 'FunctionCall draw index.js', ms: 60, processorMs: 25 },
        { what: 'Paint', ms: 5, processorMs: 4 },
      ],
    },
  ]);
});

test('the time of all its tasks', () => {
  expect(busy(EVENTS, 7)).toEqual({ ms: 100, processorMs: 35, most: 30 });
});
