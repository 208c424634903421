import { MaxPooling, type PoolingConfig } from './pooling.ts';

/** Largest element of each window of (batch, height, width, channels). Keras: `keras.layers.MaxPooling2D`. */
export class MaxPooling2D extends MaxPooling {
  constructor(config: PoolingConfig = {}) {
    super(2, config);
  }

  override get className(): string {
    return 'MaxPooling2D';
  }
}

/** See `MaxPooling2D`. `maxPooling2d({ poolSize: 2 })` */
export const maxPooling2d = (config: PoolingConfig = {}): MaxPooling2D => new MaxPooling2D(config);
