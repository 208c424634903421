import { type ConvConfig, ConvLayer } from './conv-layer.ts';

export type Conv1DConfig = ConvConfig;

/**
 * Convolution of (batch, time, channels) → (batch, time', filters); `causal` padding looks only back. Weights: kernel [size,
 * channels / groups, filters], bias [filters]. Keras: `keras.layers.Conv1D`.
 */
export class Conv1D extends ConvLayer {
  constructor(config: Conv1DConfig) {
    super(1, config);
  }

  override get className(): string {
    return 'Conv1D';
  }
}

/** See `Conv1D`. */
export const conv1d = (config: Conv1DConfig): Conv1D => new Conv1D(config);
