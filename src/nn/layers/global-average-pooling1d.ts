import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { GlobalAveragePooling, type GlobalPoolingConfig, maskedMean } from './global-pooling.ts';

/** (batch, time, channels) → (batch, channels), the mean over the steps that count. Keras: `keras.layers.GlobalAveragePooling1D`. */
export class GlobalAveragePooling1D extends GlobalAveragePooling {
  constructor(config: GlobalPoolingConfig = {}) {
    super(1, config);
  }

  override get className(): string {
    return 'GlobalAveragePooling1D';
  }

  protected override foldMasked(b: Builder, x: ValueId, mask: ValueId): ValueId {
    return maskedMean(b, x, mask);
  }
}

/** See `GlobalAveragePooling1D`. */
export const globalAveragePooling1d = (config: GlobalPoolingConfig = {}): GlobalAveragePooling1D =>
  new GlobalAveragePooling1D(config);
