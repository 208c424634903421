import { expect, test } from 'vitest';
import { inkBox, offCentre } from './digit-from.ts';
import { sizeOfPicture } from './paint.ts';

test('the box around the ink', () => {
  const data = new Uint8ClampedArray(5 * 4 * 4);
  for (const [x, y] of [
    [1, 2],
    [3, 1],
  ] as const)
    data[(y * 5 + x) * 4 + 3] = 255;
  expect(inkBox(data, 5, 4)).toEqual({ left: 1, top: 1, width: 3, height: 2 });
  expect(inkBox(new Uint8ClampedArray(80), 5, 4)).toBeNull();
});

test('the centre of mass moves to the middle', () => {
  const ink = new Float32Array(9);
  ink[0] = 1;
  expect(offCentre(ink, 3, 3)).toEqual([1, 1]);
});

test.each([
  [[28, 28], { width: 28, height: 28, channels: 1 }],
  [[28, 28, 1], { width: 28, height: 28, channels: 1 }],
  [[784], { width: 28, height: 28, channels: 1 }],
  [[32, 24, 3], { width: 24, height: 32, channels: 3 }],
  [[20, 28, 28], { width: 28, height: 28, channels: 1 }],
  [[20, 784], { width: 28, height: 28, channels: 1 }],
])('a tensor of shape %j is a picture', (shape, size) => expect(sizeOfPicture(shape)).toEqual(size));
