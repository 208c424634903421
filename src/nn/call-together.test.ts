import { expect, test } from 'vitest';
import { callUnits } from './call-together.ts';
import { input } from './input.ts';
import { batchNormalization } from './layers/batch-normalization.ts';
import { concatenate } from './layers/concatenate.ts';
import { dense } from './layers/dense.ts';
import { lstm } from './layers/lstm.ts';
import { type AnyModel, model } from './model.ts';

const sizes = (m: { readonly topology: AnyModel['topology'] }) =>
  callUnits(m.topology.nodes)
    .map((unit) => unit.length)
    .sort();

test('calls of one shared layer on different inputs are one unit', () => {
  const [a, b] = [input({ shape: [4, 3] }), input({ shape: [4, 3] })];
  const shared = lstm({ units: 2 });
  const m = model({ inputs: [a, b], outputs: dense({ units: 1 })(concatenate([shared(a), shared(b)])) });
  expect(sizes(m)).toEqual([1, 1, 1, 1, 2]);
});

test('a layer on its own output, or one that mixes samples, is called one by one', () => {
  const x = input({ shape: [3] });
  const again = dense({ units: 3 });
  expect(sizes(model({ inputs: x, outputs: again(again(x)) }))).toEqual([1, 1, 1]);
  const [a, b] = [input({ shape: [3] }), input({ shape: [3] })];
  const norm = batchNormalization({});
  expect(sizes(model({ inputs: [a, b], outputs: concatenate([norm(a), norm(b)]) }))).toEqual([1, 1, 1, 1, 1]);
});
