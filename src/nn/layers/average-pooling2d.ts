import { AveragePooling, type PoolingConfig } from './pooling.ts';

/** Mean of each window of (batch, height, width, channels); padding does not count. Keras: `keras.layers.AveragePooling2D`. */
export class AveragePooling2D extends AveragePooling {
  constructor(config: PoolingConfig = {}) {
    super(2, config);
  }

  override get className(): string {
    return 'AveragePooling2D';
  }
}

/** See `AveragePooling2D`. `averagePooling2d({ poolSize: 2 })` */
export const averagePooling2d = (config: PoolingConfig = {}): AveragePooling2D =>
  new AveragePooling2D(config);
