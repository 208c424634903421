import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

function clocked() {
  let now = 0;
  const turns = new Turns(() => now);
  const pass = (ms: number) => {
    now += ms;
  };
  return { turns, pass };
}

test('work is done after a step, and the next not before nine times as long has passed', async () => {
  const { turns, pass } = clocked();
  let done = 0;
  const work = async () => {
    pass(4);
    done++;
  };
  const first = turns.take(work);
  expect(done).toBe(0);
  await turns.step();
  await first;
  expect(done).toBe(1);
  const second = turns.take(work);
  pass(35);
  await turns.step();
  expect(done).toBe(1);
  pass(2);
  await turns.step();
  await second;
  expect(done).toBe(2);
});

test('work that says what it cost is followed by as much of a pause', async () => {
  const { turns, pass } = clocked();
  const slow = async () => {
    pass(100);
    return 2;
  };
  const first = turns.take(slow, false, (ms) => ms);
  await turns.step();
  await first;
  let done = false;
  const second = turns.take(async () => {
    done = true;
  });
  pass(17);
  await turns.step();
  expect(done).toBe(false);
  pass(2);
  await turns.step();
  await second;
});

test('only work that must be alone holds the steps up', async () => {
  const { turns } = clocked();
  let finish = () => {};
  const slow = () => new Promise<void>((resolve) => (finish = resolve));
  const beside = turns.take(slow);
  await turns.step();
  finish();
  await beside;
  const alone = turns.take(slow, true);
  let going = false;
  const step = turns.step().then(() => {
    going = true;
  });
  await Promise.resolve();
  expect(going).toBe(false);
  finish();
  await Promise.all([alone, step]);
});

test('after the end nothing is done', async () => {
  const { turns } = clocked();
  const waiting = turns.take(() => Promise.resolve());
  turns.end();
  await expect(waiting).rejects.toThrow(DOMException);
  await expect(turns.take(() => Promise.resolve())).rejects.toThrow(DOMException);
  await turns.step();
});
