/** An activation that every engine has. */
export type Activation = 'linear' | 'relu' | 'sigmoid' | 'softmax';

export interface ConvSizes {
  readonly filters: number;
  readonly kernel: number;
  readonly padding: 'same' | 'valid';
  readonly activation: Activation;
}

export interface PoolSizes {
  readonly size: number;
  readonly strides: number;
  readonly padding: 'same' | 'valid';
}

/** A layer: called again it shares its weights. */
export type Apply<T> = (x: T) => T;

/**
 * What the benchmark's models are built from, so that one description serves every engine. Layers get their weights in
 * the order in which they are made here, each kernel, recurrent kernel, bias. `T` is the engine's symbolic tensor.
 */
export interface LayerApi<T> {
  /** Sizes without the batch. */
  input(name: string, shape: readonly number[], dtype?: 'float32' | 'int32'): T;
  dense(units: number, activation: Activation): Apply<T>;
  embedding(inputs: number, units: number): Apply<T>;
  /** The last state only. */
  lstm(units: number): Apply<T>;
  conv(sizes: ConvSizes): Apply<T>;
  maxPool(sizes: PoolSizes): Apply<T>;
  globalAveragePool(): Apply<T>;
  flatten(): Apply<T>;
  add(xs: readonly T[]): T;
  /** On the last axis. */
  concatenate(xs: readonly T[]): T;
}
