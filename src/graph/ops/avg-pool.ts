import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { avgPoolGrad, windowCounts } from './avg-pool-grad.ts';
import { type PoolAttrs, poolSizes } from './pool-window.ts';
import { forEachTap, kernelTaps, outputPixels, outputShape } from './window.ts';

/** Mean over windows of x [N, H, W, C] → y [N, OH, OW, C]; padding does not count, as in Keras and TensorFlow. */
export const avgPoolDef: OpDef<PoolAttrs> = {
  name: 'avg_pool',
  form: 'kernel',
  infer: ([x], attrs) => [{ dtype: 'float32', shape: outputShape(poolSizes('avg_pool', x!.shape, attrs)) }],
  reference: ([x], attrs, [out]) => {
    const s = poolSizes('avg_pool', x!.shape, attrs);
    const { channels } = s;
    const counts = windowCounts(s);
    const y = new Float64Array(outputPixels(s) * channels);
    forEachTap(s, (to, from) => {
      for (let c = 0; c < channels; c++) y[to * channels + c]! += x!.data[from * channels + c]! / counts[to]!;
    });
    return [{ shape: out!.shape, dtype: 'float32', data: Float32Array.from(y) }];
  },
  vjp: ({ b, inputs: [x], attrs, cotangents: [dy] }) => [
    avgPoolGrad(b, dy!, { ...attrs, inputShape: b.shapeOf(x!) }),
  ],
  flops: ([x], _outputs, attrs) => {
    const s = poolSizes('avg_pool', x!.shape, attrs);
    return outputPixels(s) * s.channels * kernelTaps(s);
  },
};

/** Mean over windows of x [N, H, W, C], counting only real elements. */
export function avgPool(b: Builder, x: ValueId, attrs: PoolAttrs): ValueId {
  return b.emit1(avgPoolDef, [x], attrs);
}
