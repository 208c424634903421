import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';

/** What layers with a kernel and a bias are told about them. */
export interface KernelConfig {
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerSpec;
  readonly biasInitializer?: InitializerSpec;
  readonly kernelRegularizer?: RegularizerSpec | null;
  readonly biasRegularizer?: RegularizerSpec | null;
}

/** The same with defaults filled in. */
export interface KernelOptions {
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
}

/** Keras's defaults: a bias, glorot_uniform kernels, zero biases, no regularizers. */
export function kernelOptions(config: KernelConfig): KernelOptions {
  return {
    useBias: config.useBias ?? true,
    kernelInitializer: getInitializer(config.kernelInitializer ?? 'glorot_uniform'),
    biasInitializer: getInitializer(config.biasInitializer ?? 'zeros'),
    kernelRegularizer: getRegularizer(config.kernelRegularizer),
    biasRegularizer: getRegularizer(config.biasRegularizer),
  };
}

/** The options as a config, objects serialised. */
export function kernelOptionsConfig(options: KernelOptions): Record<string, unknown> {
  return {
    useBias: options.useBias,
    kernelInitializer: serializeInitializer(options.kernelInitializer),
    biasInitializer: serializeInitializer(options.biasInitializer),
    kernelRegularizer: serializeRegularizer(options.kernelRegularizer),
    biasRegularizer: serializeRegularizer(options.biasRegularizer),
  };
}
