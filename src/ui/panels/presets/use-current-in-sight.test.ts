import { expect, test } from 'vitest';
import { distanceToSight } from './use-current-in-sight.ts';

const box = { top: 100, bottom: 500 };
const line = (top: number) => ({ top, bottom: top + 60 });

test('a line in sight stays where it is; one above or below comes in with a bit around it', () => {
  expect(distanceToSight(line(100), box)).toBe(0);
  expect(distanceToSight(line(400), box)).toBe(0);
  expect(distanceToSight(line(900), box)).toBe(484);
  expect(distanceToSight(line(40), box)).toBe(-84);
});

test('of a line that is higher than the box the beginning is shown', () => {
  expect(distanceToSight({ top: 300, bottom: 900 }, box)).toBe(200);
});
