import { GlobalMaxPooling, type GlobalPoolingConfig } from './global-pooling.ts';

/** (batch, height, width, channels) → (batch, channels), the largest element. Keras: `keras.layers.GlobalMaxPooling2D`. */
export class GlobalMaxPooling2D extends GlobalMaxPooling {
  constructor(config: GlobalPoolingConfig = {}) {
    super(2, config);
  }

  override get className(): string {
    return 'GlobalMaxPooling2D';
  }
}

/** See `GlobalMaxPooling2D`. */
export const globalMaxPooling2d = (config: GlobalPoolingConfig = {}): GlobalMaxPooling2D =>
  new GlobalMaxPooling2D(config);
