import { AveragePooling, type PoolingConfig } from './pooling.ts';

/** Mean of each window of (batch, time, channels); padding does not count. Keras: `keras.layers.AveragePooling1D`. */
export class AveragePooling1D extends AveragePooling {
  constructor(config: PoolingConfig = {}) {
    super(1, config);
  }

  override get className(): string {
    return 'AveragePooling1D';
  }
}

/** See `AveragePooling1D`. `averagePooling1d({ poolSize: 2 })` */
export const averagePooling1d = (config: PoolingConfig = {}): AveragePooling1D =>
  new AveragePooling1D(config);
