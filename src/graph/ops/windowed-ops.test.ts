import { describe, expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { avgPoolDef } from './avg-pool.ts';
import { conv2d, convDef, convInputGrad, convInputGradDef } from './conv.ts';
import { convKernelGrad } from './conv-kernel-grad.ts';
import { depthwiseConvDef } from './depthwise-conv.ts';
import { interpret } from './interpret.ts';
import { maxPool, maxPoolDef } from './max-pool.ts';
import { explicitPad, type PaddingMode, transposeOutputSize, transposePad } from './padding.ts';
import type { WindowAttrs } from './window.ts';

/** Numbers in (−1, 1) without ties, so that a maximum has a derivative. */
const varied = (shape: Shape, seed = 1) =>
  fromFunction(shape, (i) => Math.sin((i + 1) * 12.9898 * seed) * 0.99);

function window(input: Shape, kernel: Shape, mode: PaddingMode, stride = 1, dilation = 1): WindowAttrs {
  const pad = (axis: 0 | 1) => explicitPad(mode, input[axis + 1]!, kernel[axis]!, stride, dilation);
  return { strides: [stride, stride], padding: [pad(0), pad(1)], dilation: [dilation, dilation] };
}

function run(
  inputs: readonly NdArray[],
  body: (b: Builder, values: ValueId[]) => readonly ValueId[],
): NdArray[] {
  const b = new Builder();
  const named = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const values = inputs.map((x, i) => b.input('batch', `x${i}`, x.dtype, x.shape));
  const results = body(b, values);
  for (const [i, value] of results.entries()) b.output(`y${i}`, value);
  const { outputs } = interpret(b.build(), named);
  return results.map((_, i) => outputs[`y${i}`]!);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, digits);
}

/** Compares the vjp of output 0 with central differences of Σ dy · y. */
function expectGradients<A extends object>(
  def: OpDef<A>,
  inputs: readonly NdArray[],
  attrs: A,
  step: number,
): void {
  const forward = (args: readonly NdArray[]) => run(args, (b, v) => b.emit(def, v, attrs))[0]!;
  const dy = varied(forward(inputs).shape, 2);
  const gradients = run([...inputs, dy], (b, values) => {
    const args = values.slice(0, -1);
    const outputs = b.emit(def, args, attrs);
    const cotangents = outputs.map((_, i) => (i === 0 ? values.at(-1)! : null));
    const needs = args.map(() => true);
    return def.vjp!({ b, inputs: args, outputs, attrs, cotangents, needs }).map((g) => g!);
  });
  const loss = (args: readonly NdArray[]) =>
    [...forward(args).data].reduce((sum, y, i) => sum + y * dy.data[i]!, 0);
  inputs.forEach((input, which) => {
    const moved = (at: number, by: number) => {
      const data = Float32Array.from(input.data);
      data[at]! += by;
      return loss(inputs.map((x, i) => (i === which ? { ...input, data } : x)));
    };
    const slopes = Array.from(input.data, (_, at) => (moved(at, step) - moved(at, -step)) / (2 * step));
    expect(gradients[which]!.shape).toEqual(input.shape);
    expectClose(gradients[which]!.data, slopes, 3);
  });
}

const CASES: readonly [Shape, Shape, PaddingMode, number, number][] = [
  [[2, 5, 6, 3], [3, 3], 'same', 1, 1],
  [[1, 5, 4, 1], [2, 3], 'valid', 1, 1],
  [[1, 7, 6, 2], [3, 2], 'same', 2, 1],
  [[2, 7, 8, 2], [3, 3], 'valid', 3, 1],
  [[1, 6, 7, 2], [3, 2], 'same', 1, 2],
  [[1, 1, 9, 3], [1, 4], 'same', 2, 1],
  [[2, 3, 3, 3], [1, 1], 'same', 1, 1],
  [[1, 5, 5, 2], [1, 1], 'valid', 3, 1],
];

describe('gradients against finite differences', () => {
  test.each(CASES)('conv %j kernel %j %s stride %i dilation %i', (x, kernel, mode, stride, dilation) => {
    const w = varied([...kernel, x[3]!, 4], 3);
    expectGradients(convDef, [varied(x), w], window(x, kernel, mode, stride, dilation), 1);
  });

  test.each(CASES)(
    'conv_input_grad %j kernel %j %s stride %i dilation %i',
    (x, kernel, mode, stride, dilation) => {
      const attrs = window(x, kernel, mode, stride, dilation);
      const w = varied([...kernel, x[3]!, 2], 3);
      const dy = run([varied(x), w], (b, [a, k]) => [b.emit1(convDef, [a!, k!], attrs)])[0]!;
      expectGradients(convInputGradDef, [varied(dy.shape), w], { ...attrs, inputShape: x }, 1);
    },
  );

  test.each(CASES)(
    'depthwise_conv %j kernel %j %s stride %i dilation %i',
    (x, kernel, mode, stride, dilation) => {
      const w = varied([...kernel, x[3]!, 2], 3);
      expectGradients(depthwiseConvDef, [varied(x), w], window(x, kernel, mode, stride, dilation), 1);
    },
  );

  test.each(CASES.filter(([, , , , d]) => d === 1))(
    'pools %j window %j %s stride %i',
    (x, kernel, mode, stride) => {
      const { strides, padding } = window(x, kernel, mode, stride);
      const attrs = { window: kernel as [number, number], strides, padding };
      expectGradients(avgPoolDef, [varied(x)], attrs, 1);
      expectGradients(maxPoolDef, [varied(x)], attrs, 1e-4);
    },
  );
});

describe('meaning', () => {
  const line = (values: number[]): NdArray => ({
    shape: [1, 1, values.length, 1],
    dtype: 'float32',
    data: Float32Array.from(values),
  });
  const attrs = (stride: number, pad: [number, number]): WindowAttrs => ({
    strides: [1, stride],
    padding: [[0, 0], pad],
    dilation: [1, 1],
  });

  test('convolution is a correlation with zeros outside', () => {
    const w = { ...line([1, 10, 100]), shape: [1, 3, 1, 1] };
    const [y] = run([line([1, 2, 3]), w], (b, [x, k]) => [conv2d(b, x!, k!, attrs(1, [1, 1]))]);
    expect([...y!.data]).toEqual([210, 321, 32]);
  });

  test('a 1×1 convolution is lowered to a matrix product with the same result', () => {
    const x = varied([2, 3, 4, 5]);
    const w = varied([1, 1, 5, 7], 2);
    const plain = window(x.shape, [1, 1], 'valid');
    const [direct, lowered] = run([x, w], (b, [a, k]) => [
      b.emit1(convDef, [a!, k!], plain),
      conv2d(b, a!, k!, plain),
    ]);
    expect(lowered!.shape).toEqual(direct!.shape);
    expectClose(lowered!.data, direct!.data, 5);
    const b = new Builder();
    conv2d(b, b.input('batch', 'x', 'float32', x.shape), b.input('variable', 'w', 'float32', w.shape), plain);
    expect(b.instructions.map((i) => i.op)).toEqual(['reshape', 'reshape', 'dot', 'reshape']);
  });

  test('the bias gradient is the sum over pixels', () => {
    const x = varied([2, 4, 4, 1]);
    const dy = varied([2, 2, 2, 3], 2);
    const same = { ...window(x.shape, [3, 3], 'same', 2), kernelShape: [3, 3, 1, 3] };
    const [, db] = run([x, dy], (b, [a, g]) => convKernelGrad(b, a!, g!, same));
    const sums = [0, 1, 2].map((o) => [...dy.data].reduce((sum, v, i) => (i % 3 === o ? sum + v : sum), 0));
    expectClose(db!.data, sums, 5);
  });

  test('a maximum that occurs twice counts once, at its first place, and padding never wins', () => {
    const pool = {
      window: [1, 3] as const,
      strides: [1, 1] as const,
      padding: [
        [0, 0],
        [1, 1],
      ] as const,
    };
    const [y, argmax] = run([line([-5, -5, -7, -6])], (b, [x]) => maxPool(b, x!, pool));
    expect([...y!.data]).toEqual([-5, -5, -5, -6]);
    expect([...argmax!.data]).toEqual([1, 0, 0, 1]);
  });

  test('errors speak of the window and the channels', () => {
    const b = new Builder();
    const x = b.input('batch', 'x', 'float32', [1, 2, 2, 3]);
    const w = b.input('variable', 'w', 'float32', [3, 3, 3, 8]);
    const other = b.input('variable', 'v', 'float32', [1, 1, 4, 8]);
    expect(() => conv2d(b, x, w, window([1, 2, 2, 3], [3, 3], 'valid'))).toThrow(
      /must fit into the padded input/,
    );
    expect(() => conv2d(b, x, other, window([1, 2, 2, 3], [1, 1], 'valid'))).toThrow(/channels of the input/);
  });
});

describe('padding', () => {
  test.each([
    [5, 3, 1, 1, [1, 1]],
    [6, 3, 2, 1, [0, 1]],
    [7, 3, 2, 1, [1, 1]],
    [5, 2, 1, 1, [0, 1]],
    [5, 1, 3, 1, [0, 0]],
    [6, 3, 1, 2, [2, 2]],
  ])(
    'same pads %i by kernel %i stride %i dilation %i as TensorFlow: %j',
    (input, kernel, stride, dilation, pads) => {
      expect(explicitPad('same', input, kernel, stride, dilation)).toEqual(pads);
    },
  );

  // Sizes and first-tap offsets computed by Keras 3.15 on JAX.
  test.each([
    ['valid', 3, 2, null, 7, [0, 0]],
    ['valid', 2, 3, null, 9, [0, -1]],
    ['same', 3, 2, null, 6, [0, 1]],
    ['same', 4, 2, null, 6, [1, 1]],
    ['same', 3, 2, 1, 6, [0, 1]],
    ['same', 2, 3, null, 9, [0, -1]],
  ] as const)(
    'transposed %s kernel %i stride %i outputPadding %s',
    (mode, kernel, stride, outputPadding, size, pads) => {
      const axis = { input: 3, kernel, stride, dilation: 1, mode, outputPadding };
      expect(transposeOutputSize(axis)).toBe(size);
      expect(transposePad(axis).map((p) => p + 0)).toEqual(pads);
    },
  );

  test('the pads of a transposed convolution fit the forward shape rule', () => {
    const axis = { input: 4, kernel: 3, stride: 2, dilation: 1, mode: 'same', outputPadding: null } as const;
    const size = transposeOutputSize(axis);
    const attrs = { ...window([1, size, size, 2], [3, 3], 'valid', 2), inputShape: [1, size, size, 2] };
    const padded = { ...attrs, padding: [transposePad(axis), transposePad(axis)] as const };
    const [y] = run([varied([1, 4, 4, 3]), varied([3, 3, 2, 3])], (b, [x, w]) => [
      convInputGrad(b, x!, w!, padded),
    ]);
    expect(y!.shape).toEqual([1, 8, 8, 2]);
  });
});
