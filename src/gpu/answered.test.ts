import { expect, test } from 'vitest';
import { answered } from './answered.ts';

function fakeDevice() {
  let submits = 0;
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  const device = { lost, queue: { submit: () => submits++ } } as unknown as GPUDevice;
  return { device, submits: () => submits, lose };
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('a browser that answers in time is not asked', async () => {
  const { device, submits } = fakeDevice();
  expect(await answered(device, Promise.resolve(3), false)).toBe(3);
  expect(submits()).toBe(0);
});

test('a late one is asked until all answers are there, and then no more', async () => {
  const { device, submits } = fakeDevice();
  await Promise.all([answered(device, delay(40), true), answered(device, delay(20), true)]);
  const asked = submits();
  expect(asked).toBeGreaterThan(1);
  await delay(40);
  expect(submits()).toBeLessThanOrEqual(asked + 1);
  await answered(device, delay(20), true);
  expect(submits()).toBeGreaterThan(asked + 1);
});

test('an answer that fails ends it too', async () => {
  const { device } = fakeDevice();
  const failing = delay(10).then(() => Promise.reject(new Error('unmapped')));
  await expect(answered(device, failing, true)).rejects.toThrow('unmapped');
});

test('a lost device is asked no more, though it owes an answer', async () => {
  const { device, submits, lose } = fakeDevice();
  void answered(device, new Promise<void>(() => {}), true);
  await delay(20);
  lose();
  await delay(20);
  const asked = submits();
  await delay(40);
  expect(submits()).toBe(asked);
});
