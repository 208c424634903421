import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { type PoolGradAttrs, poolSizes } from './pool-window.ts';
import { checkCotangent, forEachTap, inputPixels, outputPixels, type WindowSizes } from './window.ts';

/** How many real elements the window of each output pixel holds. */
export function windowCounts(s: WindowSizes): Uint32Array {
  const counts = new Uint32Array(outputPixels(s));
  forEachTap(s, (out) => {
    counts[out]! += 1;
  });
  return counts;
}

/** Gradient of avg_pool: dx [N, H, W, C], each element the sum of dy / (real elements of the window) over the windows that hold it. */
export const avgPoolGradDef: OpDef<PoolGradAttrs> = {
  name: 'avg_pool_grad',
  form: 'kernel',
  infer: ([dy], attrs) => {
    checkCotangent('avg_pool_grad', dy!.shape, poolSizes('avg_pool_grad', attrs.inputShape, attrs));
    return [{ dtype: 'float32', shape: attrs.inputShape }];
  },
  reference: ([dy], attrs) => {
    const s = poolSizes('avg_pool_grad', attrs.inputShape, attrs);
    const { channels } = s;
    const counts = windowCounts(s);
    const dx = new Float64Array(inputPixels(s) * channels);
    forEachTap(s, (out, inp) => {
      for (let c = 0; c < channels; c++)
        dx[inp * channels + c]! += dy!.data[out * channels + c]! / counts[out]!;
    });
    return [{ shape: attrs.inputShape, dtype: 'float32', data: Float32Array.from(dx) }];
  },
  vjp: null,
};

/** dx of an avg_pool over an input of `attrs.inputShape`. */
export function avgPoolGrad(b: Builder, dy: ValueId, attrs: PoolGradAttrs): ValueId {
  return b.emit1(avgPoolGradDef, [dy], attrs);
}
