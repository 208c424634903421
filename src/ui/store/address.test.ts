import { expect, test } from 'vitest';
import { readAddress, writeAddress } from './address.ts';

test('reads a preset and fills in the defaults', () => {
  const { wanted, tabs } = readAddress('?preset=mnist-mlp');
  expect(wanted).toEqual({ preset: 'mnist-mlp', size: 'default', seed: 7, tune: true, controls: {} });
  expect(tabs).toEqual({});
});

test('writes what it reads', () => {
  const search = '?preset=headline&size=quick&seed=11&tune=off&set.learningRate=0.01&tab.centre=plan';
  expect(writeAddress(readAddress(search))).toBe(search);
});

test('nonsense becomes the default', () => {
  const { wanted } = readAddress('?preset=&size=huge&seed=-3&tune=maybe');
  expect(wanted).toMatchObject({ preset: 'mnist-mlp', size: 'default', seed: 7, tune: true });
});

test('settings keep their type', () => {
  const { wanted } = readAddress('?set.batchSize=64&set.optimizer=adam&set.shuffle=false');
  expect(wanted.controls).toEqual({ batchSize: 64, optimizer: 'adam', shuffle: false });
});
