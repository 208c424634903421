import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { type PoolGradAttrs, poolSizes } from './pool-window.ts';
import { checkCotangent, forEachTap, inputPixels } from './window.ts';

/**
 * Gradient of max_pool from dy [N, OH, OW, C] and its argmax: dx [N, H, W, C], each element the sum of dy over the windows whose
 * maximum it was.
 */
export const maxPoolGradDef: OpDef<PoolGradAttrs> = {
  name: 'max_pool_grad',
  form: 'kernel',
  infer: ([dy, argmax], attrs) => {
    const s = poolSizes('max_pool_grad', attrs.inputShape, attrs);
    checkCotangent('max_pool_grad', dy!.shape, s);
    checkCotangent('max_pool_grad', argmax!.shape, s);
    return [{ dtype: 'float32', shape: attrs.inputShape }];
  },
  reference: ([dy, argmax], attrs) => {
    const s = poolSizes('max_pool_grad', attrs.inputShape, attrs);
    const { channels } = s;
    const dx = new Float64Array(inputPixels(s) * channels);
    forEachTap(s, (out, inp, tap) => {
      for (let c = 0; c < channels; c++)
        if (argmax!.data[out * channels + c] === tap)
          dx[inp * channels + c]! += dy!.data[out * channels + c]!;
    });
    return [{ shape: attrs.inputShape, dtype: 'float32', data: Float32Array.from(dx) }];
  },
  vjp: null,
};

/** dx of a max_pool over an input of `attrs.inputShape`. */
export function maxPoolGrad(b: Builder, dy: ValueId, argmax: ValueId, attrs: PoolGradAttrs): ValueId {
  return b.emit1(maxPoolGradDef, [dy, argmax], attrs);
}
