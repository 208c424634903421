// The public API: Keras's functional API in camel case, trained on WebGPU. docs/api.md describes it with examples.

import { setRuntime } from './nn/runtime.ts';
import { engineRuntime } from './train/runtime/engine-runtime.ts';

// Whoever imports the API can train: models delegate `fit`, `evaluate`, `predict` and `trainOnBatch` to it.
setRuntime(engineRuntime);

export type { DType, TypedArray } from './core/dtype.ts';
export { type ErrorKind, TrainyardError } from './core/errors.ts';
export { type NdArray, ndArray } from './core/nd-array.ts';
export type { Shape, SymbolicShape } from './core/shape.ts';
export { type OpenDeviceOptions, type OpenedDevice, openDevice } from './gpu/device.ts';
export type { CallOptions } from './nn/call-arguments.ts';
export type { Callback, CallbackLogs, CallbackModel } from './nn/callbacks/callback.ts';
export { callbacks } from './nn/callbacks/table.ts';
export type { CompileConfig } from './nn/compile.ts';
export { layerFromConfig, modelFromJSON } from './nn/deserialize.ts';
export { initializers } from './nn/initializers/table.ts';
export { type InputConfig, input } from './nn/input.ts';
export { Layer } from './nn/layer.ts';
export { add } from './nn/layers/add.ts';
export { average } from './nn/layers/average.ts';
export { concatenate } from './nn/layers/concatenate.ts';
export { dot } from './nn/layers/dot.ts';
export { maximum } from './nn/layers/maximum.ts';
export { minimum } from './nn/layers/minimum.ts';
export { multiply } from './nn/layers/multiply.ts';
export { subtract } from './nn/layers/subtract.ts';
export { layers } from './nn/layers/table.ts';
export { customLoss, type Loss } from './nn/losses/loss.ts';
export { losses } from './nn/losses/table.ts';
export type { Metric } from './nn/metrics/metric.ts';
export { metrics } from './nn/metrics/table.ts';
export { Model, type ModelConfig, model } from './nn/model.ts';
export { Optimizer } from './nn/optimizers/optimizer.ts';
export { optimizers } from './nn/optimizers/table.ts';
export { regularizers } from './nn/regularizers/table.ts';
export type {
  BatchOptions,
  ClassWeight,
  Data,
  EvaluateOptions,
  FitOptions,
  History,
  Logs,
  PredictOptions,
  TensorLike,
} from './nn/runtime.ts';
export { schedules } from './nn/schedules/table.ts';
export { Sequential, sequential } from './nn/sequential.ts';
export type { SummaryOptions } from './nn/summary.ts';
export { SymbolicTensor } from './nn/symbolic-tensor.ts';
export { useDevice } from './train/runtime/current-engine.ts';
export { disposeAll } from './train/runtime/live-models.ts';
