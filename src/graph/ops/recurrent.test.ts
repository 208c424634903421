import { describe, expect, test } from 'vitest';
import { fromFunction, type NdArray } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { gru, gruDef, gruInputs, runGru } from './gru.ts';
import { interpret } from './interpret.ts';
import { lstm, lstmDef, lstmInputs, runLstm } from './lstm.ts';
import type { Numbers, RecurrentSizes } from './recurrent.ts';
import { cellActivation, cellActivationName } from './recurrent-activation.ts';
import { runSimpleRnn, simpleRnn, simpleRnnDef, simpleRnnInputs } from './simple-rnn.ts';

/** The numbers that the fixtures were made with: sin(12.9898 · seed · (i + 1)). */
const draw = (shape: Shape, seed: number) => fromFunction(shape, (i) => Math.sin((i + 1) * 12.9898 * seed));

const sizes: RecurrentSizes = { steps: 4, batch: 2, units: 2 };
const mask = fromFunction([4, 2], (i) => [1, 0, 1, 1, 0, 1, 1, 0][i]!);

/** x [B, T, 3] · W + b, time-major. */
function projected(width: number, bias: ArrayLike<number>): NdArray {
  const x = draw([2, 4, 3], 1).data;
  const w = draw([3, width], 2).data;
  return fromFunction([4, 2, width], (i) => {
    const [t, row, j] = [Math.floor(i / (2 * width)), Math.floor(i / width) % 2, i % width];
    const term = (k: number) => x[(row * 4 + t) * 3 + k]! * w[k * width + j]!;
    return term(0) + term(1) + term(2) + (bias[j] ?? 0);
  });
}

function run(
  inputs: readonly NdArray[],
  body: (b: Builder, v: ValueId[]) => readonly ValueId[],
): readonly NdArray[] {
  const b = new Builder();
  const values = inputs.map((x, i) => b.input('batch', `x${i}`, x.dtype, x.shape));
  const results = body(b, values);
  for (const [i, value] of results.entries()) b.output(`y${i}`, value);
  const { outputs } = interpret(b.build(), Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])));
  return results.map((_, i) => outputs[`y${i}`]!);
}

function expectClose(actual: Numbers, expected: readonly number[], digits = 5): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, digits);
}

/** [T, B, H] as Keras returns it, [B, T, H]. */
const batchMajor = ({ data }: NdArray) =>
  [0, 1].flatMap((row) => [0, 1, 2, 3].flatMap((t) => [0, 1].map((j) => data[(t * 2 + row) * 2 + j]!)));

// From Keras 3.15.1 (jax): layers on x [2, 4, 3] with a mask, initial states and the weights drawn above.
describe('equal to Keras with a mask and an initial state', () => {
  const h0 = draw([2, 2], 5);
  const c0 = draw([2, 2], 6);

  test.each([
    {
      activation: 'tanh',
      recurrentActivation: 'sigmoid',
      hs: [
        -0.181532, -0.155759, -0.251411, -0.653672, -0.251411, -0.653672, 0.017743, -0.086065, 0.068202,
        0.817001, -0.20764, -0.742256, -0.191399, -0.676581, -0.191399, -0.676581,
      ],
      cLast: [0.082257, -0.727507, -0.749503, -1.04431],
    },
    {
      activation: 'softsign',
      recurrentActivation: 'hard_sigmoid',
      hs: [
        -0.102162, -0.122416, -0.158934, -0.349434, -0.158934, -0.349434, 0.01101, -0.077258, 0.068202,
        0.817001, -0.055802, -0.437498, -0.135076, -0.36658, -0.135076, -0.36658,
      ],
      cLast: [0.037648, -0.488425, -0.544511, -0.762631],
    },
  ] as const)('LSTM $activation $recurrentActivation', ({ hs, cLast, ...options }) => {
    const inputs = [projected(8, draw([8], 4).data), draw([2, 8], 3), h0, c0, mask];
    const [sequence, last, cell] = run(inputs, (b, [xz, u, h, c, m]) => {
      const y = lstm(b, xz!, u!, { initial: { h: h!, c: c! }, mask: m, ...options });
      return [y.hs, y.hLast, y.cLast];
    });
    expectClose(batchMajor(sequence!), hs);
    expectClose(last!.data, [hs[6], hs[7], hs[14], hs[15]]);
    expectClose(cell!.data, cLast);
  });

  test.each([
    {
      resetAfter: true,
      hs: [
        0.725622, -0.821741, 0.380306, -0.825658, 0.380306, -0.825658, 0.385631, -0.374029, 0.068202,
        0.817001, 0.518435, 0.386511, 0.530838, 0.195781, 0.530838, 0.195781,
      ],
    },
    {
      resetAfter: false,
      hs: [
        0.796153, -0.841808, 0.632981, -0.853681, 0.632981, -0.853681, 0.603547, -0.215425, 0.068202,
        0.817001, 0.39305, -0.144047, 0.397516, -0.341901, 0.397516, -0.341901,
      ],
    },
  ])('GRU, resetAfter $resetAfter', ({ resetAfter, hs }) => {
    const biases = draw([12], 4).data;
    const recurrent = fromFunction([6], (i) => biases[6 + i]!);
    const inputs = [projected(6, biases), draw([2, 6], 3), recurrent, h0, mask];
    const [sequence, last] = run(inputs, (b, [xz, u, bias, initial, m]) => {
      const y = gru(b, xz!, u!, { initial, mask: m, resetAfter, bias: resetAfter ? bias : undefined });
      return [y.hs, y.hLast];
    });
    expectClose(batchMajor(sequence!), hs);
    expectClose(last!.data, [hs[6]!, hs[7]!, hs[14]!, hs[15]!]);
  });

  test('SimpleRNN', () => {
    const inputs = [projected(2, draw([2], 4).data), draw([2, 2], 3), h0, mask];
    const [sequence] = run(inputs, (b, [xz, u, initial, m]) => [
      simpleRnn(b, xz!, u!, { initial, mask: m }).hs,
    ]);
    expectClose(
      batchMajor(sequence!),
      [
        0.977713, 0.382046, 0.984121, 0.199967, 0.984121, 0.199967, 0.886804, 0.343899, 0.068202, 0.817001,
        0.453115, -0.921513, 0.991755, 0.82561, 0.991755, 0.82561,
      ],
    );
  });
});

/** A recurrent op with its loops in doubles: the visible outputs from positional inputs. */
interface Case<A extends object> {
  readonly def: OpDef<A>;
  readonly attrs: A;
  readonly inputs: readonly NdArray[];
  readonly outputs: (data: readonly Numbers[]) => readonly Numbers[];
}

const cotangent = (length: number, output: number) => draw([length], 0.3 + 0.1 * output);

/** The cotangents of all inputs by the op's rule, null where there is none. */
function ruleGradients<A extends object>({ def, attrs, inputs }: Case<A>, used: readonly boolean[]) {
  const b = new Builder();
  const args = inputs.map((x, i) => b.input('batch', `x${i}`, x.dtype, x.shape));
  const outputs = b.emit(def, args, attrs);
  const feeds: Record<string, NdArray> = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const cotangents = outputs.map((y, o) => {
    if (!used[o]) return null;
    const shape = b.shapeOf(y);
    feeds[`dy${o}`] = {
      ...cotangent(
        shape.reduce((n, d) => n * d, 1),
        o,
      ),
      shape,
    };
    return b.input('batch', `dy${o}`, 'float32', shape);
  });
  const gradients = def.vjp!({ b, inputs: args, outputs, attrs, cotangents, needs: args.map(() => true) });
  for (const [i, g] of gradients.entries()) if (g !== null) b.output(`g${i}`, g);
  const results = interpret(b.build(), feeds).outputs;
  return inputs.map((_, i) => results[`g${i}`]);
}

/** d Σ dy·y / d inputs[i] by central differences in doubles. */
function measuredGradient<A extends object>(
  { inputs, outputs }: Case<A>,
  used: readonly boolean[],
  i: number,
) {
  const data = inputs.map((x) => Float64Array.from(x.data));
  const loss = () =>
    outputs(data).reduce((total, y, o) => {
      const dy = cotangent(y.length, o).data;
      return used[o] ? total + Array.from(y).reduce((sum, v, at) => sum + v * dy[at]!, 0) : total;
    }, 0);
  const step = 1e-5;
  return Array.from(data[i]!, (value, at) => {
    data[i]![at] = value + step;
    const up = loss();
    data[i]![at] = value - step;
    const down = loss();
    data[i]![at] = value;
    return (up - down) / (2 * step);
  });
}

function expectGradients<A extends object>(test: Case<A>, used: readonly boolean[], fixed: number): void {
  const gradients = ruleGradients(test, used);
  for (const [i, gradient] of gradients.slice(0, gradients.length - fixed).entries()) {
    expect(gradient!.shape).toEqual(test.inputs[i]!.shape);
    expectClose(gradient!.data, measuredGradient(test, used, i), 4);
  }
  // Masks and dropout factors have no gradient.
  for (const gradient of gradients.slice(gradients.length - fixed)) expect(gradient).toBeUndefined();
}

const state = () => draw([2, 2], 5);
const drop = (gates: number) => fromFunction([2, gates * 2], (i) => [0, 1.5, 1.5, 1.5, 0][i % 5]!);
const lastOnly = [false, true, true];
const sequenceOnly = [true, false, false];
const all = [true, true, true];

/** Every combination of optional inputs. */
const options = [true, false].flatMap((initial) =>
  [true, false].flatMap((masked) => [true, false].map((dropped) => ({ initial, masked, dropped }))),
);

describe.each(options)('gradients, initial $initial, mask $masked, dropout $dropped', (given) => {
  const { initial, masked, dropped } = given;
  const when = (condition: boolean, ...arrays: NdArray[]) => (condition ? arrays : []);
  const fixed = Number(masked) + Number(dropped);

  test.each([
    { used: lastOnly, activation: 'tanh', recurrentActivation: 'sigmoid' },
    { used: sequenceOnly, activation: 'elu', recurrentActivation: 'softsign' },
    { used: all, activation: 'softplus', recurrentActivation: 'sigmoid' },
  ] as const)('LSTM $activation', ({ used, ...activations }) => {
    const attrs = { ...given, ...activations };
    const inputs = [
      ...[draw([4, 2, 8], 1.3), draw([2, 8], 3)],
      ...when(initial, state(), draw([2, 2], 6)),
      ...when(masked, mask),
      ...when(dropped, drop(4)),
    ];
    const outputs = (data: readonly Numbers[]) => {
      const y = runLstm(sizes, lstmInputs(data, attrs), attrs);
      return [y.hs, y.hLast, y.cLast];
    };
    expectGradients({ def: lstmDef, attrs, inputs, outputs }, used, fixed);
  });

  test.each([
    { used: lastOnly, resetAfter: true, biased: true },
    { used: sequenceOnly, resetAfter: true, biased: false },
    { used: all, resetAfter: false, biased: false },
  ])('GRU, resetAfter $resetAfter', ({ used, ...form }) => {
    const attrs = { ...given, ...form, activation: 'tanh', recurrentActivation: 'sigmoid' } as const;
    const inputs = [
      ...[draw([4, 2, 6], 1.3), draw([2, 6], 3)],
      ...when(form.biased, draw([6], 4)),
      ...when(initial, state()),
      ...when(masked, mask),
      ...when(dropped, drop(3)),
    ];
    const outputs = (data: readonly Numbers[]) => {
      const y = runGru(sizes, gruInputs(data, attrs), attrs);
      return [y.hs, y.hLast];
    };
    expectGradients({ def: gruDef, attrs, inputs, outputs }, used, fixed);
  });

  test.each([{ used: lastOnly }, { used: sequenceOnly }, { used: all }])('SimpleRNN %j', ({ used }) => {
    const attrs = { ...given, activation: 'tanh' } as const;
    const inputs = [
      ...[draw([4, 2, 2], 1.3), draw([2, 2], 3)],
      ...when(initial, state()),
      ...when(masked, mask),
      ...when(dropped, drop(1)),
    ];
    const outputs = (data: readonly Numbers[]) => {
      const y = runSimpleRnn(sizes, simpleRnnInputs(data, attrs), attrs);
      return [y.hs, y.hLast];
    };
    expectGradients({ def: simpleRnnDef, attrs, inputs, outputs }, used, fixed);
  });
});

// Values from keras.activations at these points.
describe('activations of a cell', () => {
  const points = [-7.5, -2, -0.4, 0.3, 2.5, 6.5];

  test.each([
    ['linear', [-7.5, -2, -0.4, 0.3, 2.5, 6.5]],
    ['sigmoid', [0.000553, 0.119203, 0.401312, 0.574443, 0.924142, 0.998499]],
    ['tanh', [-0.999999, -0.964028, -0.379949, 0.291313, 0.986614, 0.999995]],
    ['relu', [0, 0, 0, 0.3, 2.5, 6.5]],
    ['hard_sigmoid', [0, 0.166667, 0.433333, 0.55, 0.916667, 1]],
    ['softsign', [-0.882353, -0.666667, -0.285714, 0.230769, 0.714286, 0.866667]],
    ['softplus', [0.000553, 0.126928, 0.513015, 0.854355, 2.57889, 6.501503]],
    ['elu', [-0.999447, -0.864665, -0.32968, 0.3, 2.5, 6.5]],
    ['selu', [-1.757127, -1.520167, -0.57961, 0.31521, 2.626753, 6.829556]],
    ['leaky_relu', [-1.5, -0.4, -0.08, 0.3, 2.5, 6.5]],
    ['relu6', [0, 0, 0, 0.3, 2.5, 6]],
    ['exponential', [0.000553, 0.135335, 0.67032, 1.349859, 12.182494, 665.141663]],
  ] as const)('%s', (name, values) => {
    const { value, slope } = cellActivation(cellActivationName(name));
    expectClose(points.map(value), [...values], 4);
    for (const x of points)
      expect(slope(value(x))).toBeCloseTo((value(x + 1e-6) - value(x - 1e-6)) / 2e-6, 3);
  });

  test('null is linear, and others are refused by name', () => {
    expect(cellActivationName(null)).toBe('linear');
    expect(() => cellActivationName('gelu')).toThrow(/must be one of linear, sigmoid.*got gelu/);
  });
});

test('wrong shapes are refused with both shapes', () => {
  const b = new Builder();
  const xz = b.input('batch', 'xz', 'float32', [3, 2, 8]);
  const u = b.input('variable', 'u', 'float32', [3, 8]);
  expect(() => lstm(b, xz, u)).toThrow('lstm: needs xz (steps, batch, 4 · units) and u (units, 4 · units)');
  const good = b.input('variable', 'good', 'float32', [2, 8]);
  const short = b.input('batch', 'short', 'float32', [2, 2]);
  expect(() => lstm(b, xz, good, { mask: short })).toThrow('mask must have shape (3, 2), got (2, 2)');
});
