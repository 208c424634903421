import { type Array as JaxArray, lax, nn, numpy as np } from '@jax-js/jax';
import type { Activation, ConvSizes, LayerApi, PoolSizes } from '../rows/layer-api.ts';

/** What a forward pass reads: weights in the order in which layers were made, inputs by name, results by tensor. */
interface Pass {
  readonly weights: readonly JaxArray[];
  readonly inputs: Readonly<Record<string, JaxArray>>;
  readonly made: Map<Symbolic, JaxArray>;
}

/** A tensor of a model: its sizes without the batch (pictures: height, width, channels) and how it is computed. */
export interface Symbolic {
  readonly shape: readonly number[];
  compute(pass: Pass): JaxArray;
}

/** Values of tensors in one forward pass; each is computed once and may be used again. */
export function computed(t: Symbolic, pass: Pass): JaxArray {
  let value = pass.made.get(t);
  if (value === undefined) {
    value = t.compute(pass);
    pass.made.set(t, value);
  }
  return value.ref;
}

/** What the weights of a model are: shapes as Keras has them, for first values. */
export type WeightShapes = number[][];

/**
 * Layers as functions of jax-js. Pictures lie channels first, as its convolution wants them; `flatten` puts the channels
 * last, so that weights are the same as in the other engines. Sequences lie [steps · batch, features].
 */
export function jaxLayers(shapes: WeightShapes): LayerApi<Symbolic> {
  const layers = new Layers(shapes);
  return {
    input: (name, shape) => ({ shape, compute: ({ inputs }) => inputs[name]!.ref }),
    dense: (units, activation) => layers.dense(units, activation),
    embedding: (inputs, units) => layers.embedding(inputs, units),
    lstm: (units) => layers.lstm(units),
    conv: (sizes) => layers.conv(sizes),
    maxPool: (sizes) => (x) => maxPool(x, sizes),
    globalAveragePool: () => (x) => ({
      shape: [x.shape[2]!],
      compute: (pass) => np.mean(computed(x, pass), [2, 3]),
    }),
    flatten: () => flatten,
    add: (xs) => ({
      shape: xs[0]!.shape,
      compute: (pass) => xs.map((x) => computed(x, pass)).reduce((a, b) => a.add(b)),
    }),
    concatenate: (xs) => ({
      shape: [...xs[0]!.shape.slice(0, -1), xs.reduce((n, x) => n + x.shape.at(-1)!, 0)],
      // Channels of pictures are axis 1 of the values; so is the only axis of vectors.
      compute: (pass) =>
        np.concatenate(
          xs.map((x) => computed(x, pass)),
          1,
        ),
    }),
  };
}

class Layers {
  private count = 0;

  constructor(private readonly shapes: WeightShapes) {}

  /** Places of a layer's weights, whose shapes are known at its first call. */
  private places(count: number): { at: number; declare: (...shapes: number[][]) => void } {
    const at = this.count;
    this.count += count;
    const declare = (...shapes: number[][]) => {
      for (const [i, shape] of shapes.entries()) this.shapes[at + i] = shape;
    };
    return { at, declare };
  }

  dense(units: number, activation: Activation): (x: Symbolic) => Symbolic {
    const { at, declare } = this.places(2);
    return (x) => {
      declare([x.shape[0]!, units], [units]);
      return {
        shape: [units],
        compute: (pass) => {
          const y = np.matmul(computed(x, pass), pass.weights[at]!.ref).add(pass.weights[at + 1]!.ref);
          return activate(y, activation);
        },
      };
    };
  }

  embedding(inputs: number, units: number): (x: Symbolic) => Symbolic {
    const { at, declare } = this.places(1);
    declare([inputs, units]);
    return (x) => ({
      shape: [...x.shape, units],
      // The factors make the gradient an array of its own (a single 1 would be simplified away): in a jitted function a
      // scatter takes no view.
      compute: (pass) => np.take(pass.weights[at]!.ref, computed(x, pass), 0).mul(2).mul(0.5),
    });
  }

  lstm(units: number): (x: Symbolic) => Symbolic {
    const { at, declare } = this.places(3);
    return (x) => {
      const [steps, features] = x.shape as [number, number];
      declare([features, 4 * units], [units, 4 * units], [4 * units]);
      return {
        shape: [units],
        compute: (pass) => lstm(computed(x, pass), pass.weights.slice(at, at + 3), steps),
      };
    };
  }

  conv({ filters, kernel, padding, activation }: ConvSizes): (x: Symbolic) => Symbolic {
    const { at, declare } = this.places(2);
    return (x) => {
      const [height, width, channels] = x.shape as [number, number, number];
      const lost = padding === 'same' ? 0 : kernel - 1;
      declare([kernel, kernel, channels, filters], [filters]);
      return {
        shape: [height - lost, width - lost, filters],
        compute: (pass) => {
          const bias = pass.weights[at + 1]!.ref.reshape([1, filters, 1, 1]);
          const w = pass.weights[at]!.ref;
          return activate(
            lax.conv(computed(x, pass), w, [1, 1], padding === 'same' ? 'SAME' : 'VALID').add(bias),
            activation,
          );
        },
      };
    };
  }
}

/**
 * z = x·W + h·U + b in one product for all steps and one a step; i, f, o = σ, g = tanh; c = f·c + i·g; h = o·tanh(c).
 * Unrolled: jax-js has no loop.
 */
function lstm(x: JaxArray, [w, u, bias]: readonly JaxArray[], steps: number): JaxArray {
  const projected = np.matmul(x, w!.ref).add(bias!.ref);
  let h: JaxArray | null = null;
  let c: JaxArray | null = null;
  for (const own of np.split(projected, steps, 0)) {
    const z: JaxArray = h === null ? own : own.add(np.matmul(h, u!.ref));
    const [i, f, g, o] = np.split(z, 4, 1) as [JaxArray, JaxArray, JaxArray, JaxArray];
    const fresh = nn.sigmoid(i).mul(np.tanh(g));
    c = c === null ? fresh : nn.sigmoid(f).mul(c).add(fresh);
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
  }
  return h!;
}

function maxPool(x: Symbolic, { size, strides, padding }: PoolSizes): Symbolic {
  const [height, width, channels] = x.shape as [number, number, number];
  const same = padding === 'same';
  const out = (n: number) => (same ? Math.ceil(n / strides) : Math.floor((n - size) / strides) + 1);
  const border: [number, number] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  return {
    shape: [out(height), out(width), channels],
    compute: (pass) => {
      const value = computed(x, pass);
      // Zeros stand for −∞ in the padding: what is pooled with `same` here are pictures, which have no negative values.
      const wide = same ? np.pad(value, [[0, 0], [0, 0], border, border]) : value;
      return lax.reduceWindow(wide, np.max, [size, size], [strides, strides]);
    },
  };
}

function flatten(x: Symbolic): Symbolic {
  const length = x.shape.reduce((a, b) => a * b, 1);
  return {
    shape: [length],
    compute: (pass) => {
      const value = computed(x, pass);
      return value.transpose([0, 2, 3, 1]).reshape([value.shape[0]!, length]);
    },
  };
}

function activate(y: JaxArray, activation: Activation): JaxArray {
  if (activation === 'relu') return nn.relu(y);
  if (activation === 'sigmoid') return nn.sigmoid(y);
  return activation === 'softmax' ? nn.softmax(y, -1) : y;
}
