import type { ModelRuntime } from '../../nn/runtime.ts';
import { evaluateModel } from './evaluate-model.ts';
import { fit } from './fit.ts';
import { disposeModel } from './live-models.ts';
import { predict } from './predict.ts';
import { trainOnBatch } from './train-on-batch.ts';

/** Runs models on WebGPU: what `setRuntime` registers. */
export const engineRuntime: ModelRuntime = {
  fit,
  evaluate: evaluateModel,
  predict,
  trainOnBatch,
  dispose: disposeModel,
};
