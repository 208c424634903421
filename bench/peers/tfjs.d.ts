// What the benchmark uses of TensorFlow.js, so that types are checked where the peers are not installed.
declare module '@tensorflow/tfjs' {
  export interface Tensor {
    readonly shape: number[];
    data(): Promise<Float32Array | Int32Array>;
    dispose(): void;
    mul(other: Tensor | number): Tensor;
    add(other: Tensor | number): Tensor;
    mean(): Tensor;
  }
  export interface SymbolicTensor {
    readonly shape: (number | null)[];
  }
  export interface Variable extends Tensor {
    readonly trainable: boolean;
  }
  export interface Layer {
    apply<T extends SymbolicTensor | SymbolicTensor[]>(inputs: T): SymbolicTensor;
    readonly weights: readonly { readonly shape: number[]; read(): Variable }[];
    setWeights(weights: Tensor[]): void;
  }
  export interface Model {
    apply(inputs: Tensor | Tensor[], options: { training: boolean }): Tensor | Tensor[];
    dispose(): unknown;
  }
  export interface Optimizer {
    minimize(f: () => Tensor, returnCost: true, variables: Variable[]): Tensor;
    dispose(): void;
  }

  export function setBackend(name: string): Promise<boolean>;
  export function ready(): Promise<void>;
  export function getBackend(): string;
  export function tidy<T>(f: () => T): T;
  export function input(config: {
    name: string;
    shape: number[];
    dtype: 'float32' | 'int32';
  }): SymbolicTensor;
  export function model(config: { inputs: SymbolicTensor[]; outputs: SymbolicTensor[] }): Model;
  export function tensor(
    values: Float32Array | Int32Array,
    shape: number[],
    dtype?: 'float32' | 'int32',
  ): Tensor;
  export function matMul(a: Tensor, b: Tensor): Tensor;
  export function conv2d(x: Tensor, kernel: Tensor, strides: number, padding: 'same' | 'valid'): Tensor;

  type Factory = (config?: Record<string, unknown>) => Layer;
  export const layers: {
    dense: Factory;
    embedding: Factory;
    lstm: Factory;
    conv2d: Factory;
    maxPooling2d: Factory;
    globalAveragePooling2d: Factory;
    flatten: Factory;
    add: Factory;
    concatenate: Factory;
  };
  type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;
  export const metrics: { binaryCrossentropy: MetricFunction; categoricalCrossentropy: MetricFunction };
  export const train: {
    rmsprop(rate: number, decay: number, momentum: number, epsilon: number): Optimizer;
  };
}

declare module '@tensorflow/tfjs-backend-webgpu' {}

declare module '@tensorflow/tfjs-backend-wasm' {
  export function setWasmPaths(paths: Record<string, string>): void;
}
