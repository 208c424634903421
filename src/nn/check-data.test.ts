import { beforeEach, expect, test } from 'vitest';
import { ndArray } from '../core/nd-array.ts';
import { inputArrays } from './check-data.ts';
import { orderData } from './host-data.ts';
import { input } from './input.ts';
import { layers } from './layers/table.ts';
import { type AnyModel, model } from './model.ts';
import { resetNames } from './names.ts';
import { sequential } from './sequential.ts';

beforeEach(resetNames);

function twoInputs(): AnyModel {
  const tokens = input({ shape: [3], dtype: 'int32', name: 'tokens' });
  const extra = input({ shape: [1], name: 'extra' });
  const encoder = sequential([
    input({ shape: [3], dtype: 'int32' }),
    layers.embedding({ inputDim: 10, outputDim: 2, name: 'words' }),
    layers.flatten(),
  ]);
  return model({
    inputs: [tokens, extra],
    outputs: layers.concatenate([encoder(tokens), extra]),
  }) as AnyModel;
}

test('takes lists and dictionaries, nested lists and arrays', () => {
  const tokens = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const extra = ndArray(Float32Array.of(1, 2), [2]);
  for (const data of [[tokens, extra], { extra, tokens }]) {
    const [t, e] = inputArrays('model.fit', twoInputs(), data);
    expect(t).toEqual({ shape: [2, 3], dtype: 'int32', data: Int32Array.of(1, 2, 3, 4, 5, 6) });
    expect(e!.shape).toEqual([2, 1]);
  }
});

test('one tensor is enough for one name', () => {
  const slots = { where: 'model.fit', what: 'y', names: ['out'] };
  expect(
    orderData(slots, [
      [1, 2],
      [3, 4],
    ])[0]!.shape,
  ).toEqual([2, 2]);
  expect(orderData(slots, [1, 2, 3])[0]!.shape).toEqual([3]);
  expect(orderData(slots, [{ data: [1, 2], shape: [2, 1] }])[0]!.shape).toEqual([2, 1]);
  expect(orderData(slots, { out: [[1]] })[0]!.shape).toEqual([1, 1]);
});

test.each([
  [[[1, 2, 3]], /x must be a list of 2 tensors or a dictionary with the keys tokens, extra, got a list of 1/],
  [{ tokens: [[1, 2, 3]] }, /the dictionary x must have the keys tokens, extra, got no 'extra'/],
  [{ tokens: [[1, 2, 3]], extra: [1], more: [1] }, /got an unknown 'more'/],
  [[[[1, 2]], [1]], /model.fit, input 'tokens': must have shape \(\?, 3\), got \(1, 2\)/],
  [[[[1, 2, 3]], [1, 2]], /same number of samples, got 1 in 'tokens' and 2 in 'extra'/],
  [
    [[[1, 2, 3.5]], [1]],
    /input 'tokens': must be whole numbers from .*, for the input is int32, got 3.5 at 2/,
  ],
  [
    [
      [
        [1, 2, 3],
        [1, 2, 10],
      ],
      [1, 2],
    ],
    /input 'tokens': indices must be from 0 to 9, the vocabulary of words, got 10 in sample 1/,
  ],
  [[[[1, -1, 3]], [1]], /got -1 in sample 0/],
  [
    [[[1, 2, 3e9]], [1]],
    /whole numbers from -2147483648 to 2147483647, for the input is int32, got 3000000000/,
  ],
  [[[[1, 2], [3]], [1]], /nested lists must hold numbers, in lists of equal length/],
  [[{ data: [1, 2], shape: [1, 3] }, [1]], /shape \(1, 3\) needs 3 elements, got 2/],
])('refuses %j', (data, message) => {
  expect(() => inputArrays('model.fit', twoInputs(), data as never)).toThrow(message);
});
