import { type ConvConfig, ConvLayer } from './conv-layer.ts';

export type Conv2DConfig = ConvConfig;

/**
 * Convolution of (batch, height, width, channels) → (batch, height', width', filters). Weights: kernel [height, width,
 * channels / groups, filters], bias [filters]. Keras: `keras.layers.Conv2D`.
 */
export class Conv2D extends ConvLayer {
  constructor(config: Conv2DConfig) {
    super(2, config);
  }

  override get className(): string {
    return 'Conv2D';
  }
}

/** See `Conv2D`. `conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' })` */
export const conv2d = (config: Conv2DConfig): Conv2D => new Conv2D(config);
