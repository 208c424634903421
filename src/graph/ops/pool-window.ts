import { configError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import type { Pad } from './padding.ts';
import { type WindowSizes, windowSizes } from './window.ts';

/** A pooling window on [N, H, W, C]: [vertical, horizontal] each. */
export interface PoolAttrs {
  readonly window: readonly [number, number];
  readonly strides: readonly [number, number];
  /** [[top, bottom], [left, right]]: positions that do not exist; each less than the window. */
  readonly padding: readonly [Pad, Pad];
}

/** For the gradients: the shape of what was pooled. */
export interface PoolGradAttrs extends PoolAttrs {
  readonly inputShape: Shape;
}

/** Sizes of a pooling of `input` [N, H, W, C]; errors where a window might hold no element at all. */
export function poolSizes(op: string, input: Shape, { window, strides, padding }: PoolAttrs): WindowSizes {
  padding.forEach((pad, axis) => {
    if (pad.every((p) => p < window[axis]!)) return;
    throw configError({
      where: op,
      must: 'padding must be less than the window',
      got: `${pad} with ${window[axis]}`,
    });
  });
  return windowSizes(op, input, window, input[3]!, { strides, padding, dilation: [1, 1] });
}
