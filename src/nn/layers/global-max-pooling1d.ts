import { GlobalMaxPooling, type GlobalPoolingConfig } from './global-pooling.ts';

/** (batch, time, channels) → (batch, channels), the largest element. Keras: `keras.layers.GlobalMaxPooling1D`. */
export class GlobalMaxPooling1D extends GlobalMaxPooling {
  constructor(config: GlobalPoolingConfig = {}) {
    super(1, config);
  }

  override get className(): string {
    return 'GlobalMaxPooling1D';
  }
}

/** See `GlobalMaxPooling1D`. */
export const globalMaxPooling1d = (config: GlobalPoolingConfig = {}): GlobalMaxPooling1D =>
  new GlobalMaxPooling1D(config);
