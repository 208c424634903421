import { GlobalAveragePooling, type GlobalPoolingConfig } from './global-pooling.ts';

/** (batch, height, width, channels) → (batch, channels), the mean. Keras: `keras.layers.GlobalAveragePooling2D`. */
export class GlobalAveragePooling2D extends GlobalAveragePooling {
  constructor(config: GlobalPoolingConfig = {}) {
    super(2, config);
  }

  override get className(): string {
    return 'GlobalAveragePooling2D';
  }
}

/** See `GlobalAveragePooling2D`. */
export const globalAveragePooling2d = (config: GlobalPoolingConfig = {}): GlobalAveragePooling2D =>
  new GlobalAveragePooling2D(config);
