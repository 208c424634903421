// What the benchmark uses of jax-js, so that types are checked where the peers are not installed.
declare module '@jax-js/jax' {
  export type Device = 'cpu' | 'wasm' | 'webgpu' | 'webgl';

  /** Operations consume their operands; `ref` keeps one alive for another use. */
  export interface Array {
    readonly shape: number[];
    readonly ref: Array;
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    reshape(shape: number[]): Array;
    transpose(axes?: number[]): Array;
    data(): Promise<Float32Array | Int32Array>;
    blockUntilReady(): Promise<Array>;
    dispose(): void;
  }

  export function init(...devices: Device[]): Promise<Device[]>;
  export function defaultDevice(device: Device): Device;
  export function blockUntilReady<T>(tree: T): Promise<T>;
  export function jit<A extends unknown[], R>(
    f: (...args: A) => R,
  ): ((...args: A) => R) & { dispose(): void };
  export function valueAndGrad<A extends unknown[]>(
    f: (params: Array[], ...rest: A) => Array,
  ): (params: Array[], ...rest: A) => [Array, Array[]];

  export const numpy: {
    array(values: Float32Array | Int32Array | number, options?: { shape?: number[]; dtype?: string }): Array;
    zeros(shape: number[]): Array;
    matmul(a: Array, b: Array): Array;
    concatenate(xs: Array[], axis: number): Array;
    split(x: Array, sections: number, axis: number): Array[];
    take(x: Array, indices: Array, axis: number): Array;
    pad(x: Array, width: [number, number][]): Array;
    max(x: Array, axis?: number | number[] | null): Array;
    mean(x: Array, axis?: number | number[] | null): Array;
    sum(x: Array, axis?: number | number[] | null): Array;
    log(x: Array): Array;
    clip(x: Array, low: number, high: number): Array;
    sqrt(x: Array): Array;
    square(x: Array): Array;
    tanh(x: Array): Array;
  };
  export const lax: {
    conv(x: Array, kernel: Array, strides: number[], padding: 'SAME' | 'VALID'): Array;
    reduceWindow(x: Array, f: (x: Array) => Array, window: number[], strides: number[]): Array;
  };
  export const nn: {
    relu(x: Array): Array;
    sigmoid(x: Array): Array;
    softmax(x: Array, axis: number): Array;
  };
}
