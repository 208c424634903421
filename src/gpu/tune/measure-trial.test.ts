import { expect, test } from 'vitest';
import { measureTrial, type Turn } from './measure-trial.ts';
import type { Trial } from './trials.ts';
import type { Workbench } from './workbench.ts';

const atOnce: Turn = (work) => work();

const trial = (...candidates: string[]): Trial => ({
  key: 'dot',
  candidates,
  plan: () => {
    throw new Error('not needed');
  },
});

/** Candidates that take so many milliseconds, one value after the other; null: cannot be prepared. */
function bench(times: Readonly<Record<string, readonly number[] | null>>) {
  const samples: Record<string, number> = {};
  const made: Workbench = {
    alone: false,
    prepare: (_trial, variant) => {
      const script = times[variant];
      if (!script) return Promise.reject(new Error(`${variant} does not compile`));
      const time = (repeats: number) => {
        const n = samples[variant] ?? 0;
        samples[variant] = n + 1;
        return Promise.resolve(script[n % script.length]! * repeats);
      };
      return Promise.resolve({ variant, time });
    },
    clear: () => {},
    destroy: () => {},
  };
  return { made, samples };
}

test('the fastest wins', async () => {
  const { made } = bench({ a: [5], b: [3], c: [4] });
  expect(await measureTrial(trial('a', 'b', 'c'), made, atOnce)).toBe('b');
});

test('the best guess stays where another gains next to nothing', async () => {
  const { made } = bench({ a: [5], b: [4.8] });
  expect(await measureTrial(trial('a', 'b'), made, atOnce)).toBe('a');
});

test('one outlier changes nothing', async () => {
  const { made } = bench({ a: [5], b: [4, 4, 4, 90] });
  expect(await measureTrial(trial('a', 'b'), made, atOnce)).toBe('b');
});

test('what cannot be made ready is left out; without the guess there is no answer', async () => {
  const { made } = bench({ a: [5], b: null, c: [2] });
  expect(await measureTrial(trial('a', 'b', 'c'), made, atOnce)).toBe('c');
  expect(await measureTrial(trial('b', 'a'), made, atOnce)).toBeNull();
});

test('a hopeless candidate is not sampled to the end', async () => {
  const { made, samples } = bench({ a: [5], b: [50] });
  await measureTrial(trial('a', 'b'), made, atOnce);
  expect(samples.b).toBeLessThan(samples.a!);
});

test('quick ones are repeated until the clock can tell', async () => {
  const asked: number[] = [];
  const { made } = bench({ a: [0.01], b: [0.02] });
  const prepare: Workbench['prepare'] = async (t, v) => {
    const { variant, time } = await made.prepare(t, v);
    return {
      variant,
      time: (repeats) => {
        if (variant === 'a') asked.push(repeats);
        return time(repeats);
      },
    };
  };
  expect(await measureTrial(trial('a', 'b'), { ...made, prepare }, atOnce)).toBe('a');
  expect(asked.slice(0, 4)).toEqual([1, 4, 16, 64]);
  expect(asked.at(-1)).toBe(200);
});

test('the end of the turns ends it', async () => {
  const { made } = bench({ a: [5], b: [3] });
  let left = 3;
  const few: Turn = (work) => (left-- > 0 ? work() : Promise.reject(new DOMException('', 'AbortError')));
  await expect(measureTrial(trial('a', 'b'), made, few)).rejects.toThrow(DOMException);
});
