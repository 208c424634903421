import { beforeEach, describe, expect, test } from 'vitest';
import { full, type NdArray, ndArray } from '../../core/nd-array.ts';
import { input } from '../input.ts';
import type { AnyLayer, Layer } from '../layer.ts';
import { type AnyModel, model } from '../model.ts';
import { resetNames } from '../names.ts';
import { sequential } from '../sequential.ts';
import { runModel } from '../testing/run-model.ts';
import { layers } from './table.ts';

beforeEach(resetNames);

function around(layer: AnyLayer | Layer, shape: readonly number[]): AnyModel {
  const x = input({ shape: [...shape] });
  const m = model({ inputs: x, outputs: (layer as Layer)(x) }) as AnyModel;
  m.initialize(1);
  return m;
}

const values = (a: NdArray | undefined): number[] => Array.from(a!.data);

describe('dropout', () => {
  test('keeps the mean, drops the rate, and repeats itself by seed', () => {
    const m = around(layers.dropout({ rate: 0.25 }), [1000]);
    const x = full([4, 1000], 1);
    const y = values(runModel(m, [x], { training: true, seed: 5 }).outputs[0]);
    const dropped = y.filter((v) => v === 0).length / y.length;
    expect(dropped).toBeGreaterThan(0.22);
    expect(dropped).toBeLessThan(0.28);
    expect(y.every((v) => v === 0 || Math.abs(v - 4 / 3) < 1e-6)).toBe(true);
    expect(values(runModel(m, [x], { training: true, seed: 5 }).outputs[0])).toEqual(y);
    expect(values(runModel(m, [x], { training: true, seed: 6 }).outputs[0])).not.toEqual(y);
    expect(values(runModel(m, [x]).outputs[0]).every((v) => v === 1)).toBe(true);
  });

  test('at rate 1 gives zeros', () => {
    const y = runModel(around(layers.dropout({ rate: 1 }), [8]), [full([1, 8], 1)], { training: true });
    expect(values(y.outputs[0]).every((v) => v === 0)).toBe(true);
  });

  test('two layers draw different numbers', () => {
    const x = input({ shape: [64] });
    const [a, b] = [layers.dropout({ rate: 0.5 }), layers.dropout({ rate: 0.5 })];
    const m = model({ inputs: x, outputs: [a(x), b(x)] }) as unknown as AnyModel;
    const run = runModel(m, [full([2, 64], 1)], { training: true });
    expect(values(run.outputs[0])).not.toEqual(values(run.outputs[1]));
  });

  test('rates of equally named layers in different models are separate', () => {
    const x = input({ shape: [64] });
    const drop = (rate: number) =>
      sequential({ layers: [input({ shape: [64] }), layers.dropout({ rate, name: 'drop' })] });
    const m = model({ inputs: x, outputs: [drop(1)(x), drop(0.5)(x)] }) as unknown as AnyModel;
    const run = runModel(m, [full([1, 64], 1)], { training: true });
    expect(new Set(values(run.outputs[0]))).toEqual(new Set([0]));
    expect(new Set(values(run.outputs[1]))).toEqual(new Set([0, 2]));
  });

  test('of the noise shape drops together', () => {
    const m = around(layers.dropout({ rate: 0.5, noiseShape: [null, 1, null] }), [3, 50]);
    const y = values(runModel(m, [full([1, 3, 50], 1)], { training: true }).outputs[0]);
    expect(y.slice(0, 50)).toEqual(y.slice(50, 100));
    expect(new Set(y)).toEqual(new Set([0, 2]));
  });

  test('of whole channels', () => {
    const m = around(layers.spatialDropout2d({ rate: 0.5 }), [2, 2, 40]);
    const y = values(runModel(m, [full([1, 2, 2, 40], 1)], { training: true }).outputs[0]);
    expect(y.slice(0, 40)).toEqual(y.slice(120, 160));
    expect(new Set(y)).toEqual(new Set([0, 2]));
  });

  test('training: false of a call wins over the run', () => {
    const x = input({ shape: [50] });
    const m = model({
      inputs: x,
      outputs: layers.dropout({ rate: 0.5 })(x, { training: false }),
    }) as AnyModel;
    expect(values(runModel(m, [full([1, 50], 1)], { training: true }).outputs[0]).every((v) => v === 1)).toBe(
      true,
    );
  });
});

describe('recurrent dropout', () => {
  test.each(['lstm', 'gru', 'simpleRNN'] as const)('%s drops inputs and states only in training', (kind) => {
    const make = layers[kind] as typeof layers.lstm;
    const x = ndArray(
      Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)),
      [2, 3, 4],
    );
    for (const config of [
      { dropout: 0.5 },
      { recurrentDropout: 0.5 },
      { dropout: 0.5, recurrentDropout: 0.5 },
    ]) {
      const m = around(make({ units: 5, ...config }), [3, 4]);
      const still = values(runModel(m, [x]).outputs[0]);
      const trained = runModel(m, [x], { training: true, cotangents: [full([2, 5], 1)] });
      expect(values(trained.outputs[0])).not.toEqual(still);
      expect(values(trained.inputGradients[0]).every(Number.isFinite)).toBe(true);
    }
  });

  test('with a rate that drops everything only the bias is left', () => {
    const m = around(layers.lstm({ units: 3, dropout: 1 }), [4, 2]);
    const [a, b] = [full([1, 4, 2], 1), full([1, 4, 2], -3)].map(
      (x) => runModel(m, [x], { training: true }).outputs[0],
    );
    expect(values(a)).toEqual(values(b));
  });
});

describe('batch normalisation', () => {
  test('called twice moves its statistics twice', () => {
    const norm = layers.batchNormalization({ momentum: 0.5 });
    const [a, b] = [input({ shape: [1] }), input({ shape: [1] })];
    const m = model({ inputs: [a, b], outputs: [norm(a), norm(b)] }) as unknown as AnyModel;
    m.initialize(1);
    const run = runModel(
      m,
      [ndArray(Float32Array.of(0, 4), [2, 1]), ndArray(Float32Array.of(6, 6), [2, 1])],
      {
        training: true,
      },
    );
    const mean = norm.weights.find((w) => w.name === 'moving_mean')!;
    expect(values(run.assigned.get(mean))).toEqual([0.5 * (0.5 * 0 + 0.5 * 2) + 0.5 * 6]);
  });

  test('frozen uses and keeps its moving statistics', () => {
    const norm = layers.batchNormalization();
    const m = around(norm, [1]);
    norm.trainable = false;
    const run = runModel(m, [ndArray(Float32Array.of(1, 3), [2, 1])], { training: true });
    expect(run.assigned.size).toBe(0);
    expect(values(run.outputs[0])[1]).toBeCloseTo(3 / Math.sqrt(1.001), 5);
  });
});

test('freezing takes effect at compile', () => {
  const norm = layers.batchNormalization({ gammaRegularizer: 'l2' });
  const m = around(norm, [1]);
  const run = () => runModel(m, [ndArray(Float32Array.of(1, 3), [2, 1])], { training: true });
  m.compile({ loss: 'mse' });
  norm.trainable = false;
  expect([run().assigned.size, run().penalty]).toEqual([2, Math.fround(0.01)]);
  m.compile({ loss: 'mse' });
  expect([run().assigned.size, run().penalty]).toEqual([0, 0]);
});

test('penalties of regularised weights count once, whatever the number of calls, and not when frozen', () => {
  const dense = layers.dense({
    units: 1,
    kernelRegularizer: { className: 'L2', config: { l2: 0.5 } },
    biasRegularizer: 'l1',
  });
  const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
  const inner = model({ inputs: a, outputs: dense(a) });
  const m = model({ inputs: [a, b], outputs: layers.add([inner(a), inner(b)]) }) as AnyModel;
  m.setWeights([
    { data: [1, 2], shape: [2, 1] },
    { data: [-3], shape: [1] },
  ]);
  const x = [full([1, 2], 1), full([1, 2], 1)];
  expect(runModel(m, x).penalty).toBeCloseTo(0.5 * 5 + 0.01 * 3, 6);
  dense.trainable = false;
  expect(runModel(m, x).penalty).toBe(0);
});

describe('random pictures', () => {
  const picture = ndArray(
    Float32Array.from({ length: 64 * 12 }, (_, i) => 1 + (i % 12)),
    [64, 4, 3, 1],
  );
  const rowsOf = (y: readonly number[]) =>
    Array.from({ length: 64 }, (_, n) => y.slice(12 * n, 12 * (n + 1)).join());

  test('mirrored: half of them, whole, and repeated by seed', () => {
    const m = around(layers.randomFlip({ mode: 'horizontal' }), [4, 3, 1]);
    const y = values(runModel(m, [picture], { training: true, seed: 3 }).outputs[0]);
    const mirrored = '3,2,1,6,5,4,9,8,7,12,11,10';
    const counts = rowsOf(y).map((row) =>
      row === mirrored ? 1 : row === '1,2,3,4,5,6,7,8,9,10,11,12' ? 0 : NaN,
    );
    expect(counts.reduce((a, b) => a + b)).toBeGreaterThan(20);
    expect(counts.reduce((a, b) => a + b)).toBeLessThan(44);
    expect(values(runModel(m, [picture], { training: true, seed: 3 }).outputs[0])).toEqual(y);
    expect(values(runModel(m, [picture]).outputs[0])).toEqual(values(picture));
  });

  test('moved by whole pixels within the range, zeros or the nearest pixel outside', () => {
    const moved = (fillMode: 'constant' | 'nearest') => {
      const translation = { heightFactor: 0.25, widthFactor: [0, 0] as const, fillMode };
      const layer = layers.randomTranslation({ ...translation, interpolation: 'nearest' });
      const run = runModel(around(layer, [4, 3, 1]), [picture], { training: true, seed: 1 });
      return new Set(rowsOf(values(run.outputs[0])));
    };
    const here = '1,2,3,4,5,6,7,8,9,10,11,12';
    expect(moved('constant')).toEqual(
      new Set([here, '0,0,0,1,2,3,4,5,6,7,8,9', '4,5,6,7,8,9,10,11,12,0,0,0']),
    );
    expect(moved('nearest')).toEqual(
      new Set([here, '1,2,3,1,2,3,4,5,6,7,8,9', '4,5,6,7,8,9,10,11,12,10,11,12']),
    );
  });

  test('each by itself, in both directions', () => {
    const layer = layers.randomTranslation({
      heightFactor: 0.5,
      widthFactor: 0.4,
      fillMode: 'constant',
      interpolation: 'nearest',
    });
    const run = runModel(around(layer, [4, 3, 1]), [picture], { training: true, seed: 1 });
    expect(new Set(rowsOf(values(run.outputs[0]))).size).toBe(15);
  });
});
