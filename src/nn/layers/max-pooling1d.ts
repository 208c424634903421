import { MaxPooling, type PoolingConfig } from './pooling.ts';

/** Largest element of each window of (batch, time, channels). Keras: `keras.layers.MaxPooling1D`. */
export class MaxPooling1D extends MaxPooling {
  constructor(config: PoolingConfig = {}) {
    super(1, config);
  }

  override get className(): string {
    return 'MaxPooling1D';
  }
}

/** See `MaxPooling1D`. `maxPooling1d({ poolSize: 2 })` */
export const maxPooling1d = (config: PoolingConfig = {}): MaxPooling1D => new MaxPooling1D(config);
