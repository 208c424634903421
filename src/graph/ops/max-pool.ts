import { zeros } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { type PoolAttrs, poolSizes } from './pool-window.ts';
import { forEachTap, kernelTaps, outputPixels, outputShape } from './window.ts';

/**
 * Maximum over windows of x [N, H, W, C] → y [N, OH, OW, C] and argmax int32 of the same shape: the offset kh·KW + kw in the window of the
 * first maximum, from which the gradient is made. Padding never wins.
 */
export const maxPoolDef: OpDef<PoolAttrs> = {
  name: 'max_pool',
  form: 'kernel',
  infer: ([x], attrs) => {
    const shape = outputShape(poolSizes('max_pool', x!.shape, attrs));
    return [
      { dtype: 'float32', shape },
      { dtype: 'int32', shape },
    ];
  },
  reference: ([x], attrs, [out]) => {
    const s = poolSizes('max_pool', x!.shape, attrs);
    const { channels } = s;
    const y = zeros(out!.shape);
    const argmax = zeros(out!.shape, 'int32');
    argmax.data.fill(-1);
    forEachTap(s, (to, from, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = x!.data[from * channels + c]!;
        const at = to * channels + c;
        if (argmax.data[at]! >= 0 && value <= y.data[at]!) continue;
        y.data[at] = value;
        argmax.data[at] = tap;
      }
    });
    return [y, argmax];
  },
  vjp: ({ b, inputs: [x], outputs: [, argmax], attrs, cotangents: [dy] }) => [
    dy == null ? null : maxPoolGrad(b, dy, argmax!, { ...attrs, inputShape: b.shapeOf(x!) }),
  ],
  flops: ([x], _outputs, attrs) => {
    const s = poolSizes('max_pool', x!.shape, attrs);
    return outputPixels(s) * s.channels * kernelTaps(s);
  },
};

/** [maximum, argmax] over windows of x [N, H, W, C]. */
export function maxPool(b: Builder, x: ValueId, attrs: PoolAttrs): readonly ValueId[] {
  return b.emit(maxPoolDef, [x], attrs);
}
