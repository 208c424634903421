import { expect, test } from 'vitest';
import { withPicture } from './with-picture.ts';

test('one picture of a stack is replaced, in the units of the stack', () => {
  const bytes = { shape: [2, 1, 2], data: Uint8Array.of(1, 2, 3, 4) };
  const drawn = { shape: [1, 2], data: Float32Array.of(0, 1) };
  expect(Array.from(withPicture(bytes, 1, drawn).data)).toEqual([1, 2, 0, 255]);
  expect(Array.from(withPicture(bytes, 0, { shape: [2], data: Uint8Array.of(9, 8) }).data)).toEqual([
    9, 8, 3, 4,
  ]);
  expect(Array.from(bytes.data)).toEqual([1, 2, 3, 4]);
});
