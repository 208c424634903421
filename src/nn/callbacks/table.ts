import { earlyStopping } from './early-stopping.ts';
import { learningRateScheduler } from './learning-rate-scheduler.ts';
import { modelCheckpoint } from './model-checkpoint.ts';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.ts';
import { terminateOnNaN } from './terminate-on-nan.ts';

/** All callbacks that come along: `callbacks.earlyStopping({ patience: 3 })`. Your own is an object with hooks. */
export const callbacks = {
  earlyStopping,
  learningRateScheduler,
  modelCheckpoint,
  reduceLROnPlateau,
  terminateOnNaN,
} as const;
