import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { depthwiseConvInputGrad, depthwiseFlops, depthwiseSizes } from './depthwise-conv-input-grad.ts';
import { depthwiseConvKernelGrad } from './depthwise-conv-kernel-grad.ts';
import { forEachTap, outputPixels, outputShape, type WindowAttrs } from './window.ts';

/**
 * Depthwise convolution, channels last: each input channel has M kernels of its own. x [N, H, W, C], w [KH, KW, C, M] → y [N, OH, OW, C·M]
 *   y[n, oh, ow, c·M + m] = Σ_{kh, kw} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · w[kh, kw, c, m], x = 0 outside.
 */
export const depthwiseConvDef: OpDef<WindowAttrs> = {
  name: 'depthwise_conv',
  form: 'kernel',
  infer: ([x, w], attrs) => [
    { dtype: 'float32', shape: outputShape(depthwiseSizes('depthwise_conv', x!.shape, w!.shape, attrs)) },
  ],
  reference: ([x, w], attrs, [out]) => {
    const s = depthwiseSizes('depthwise_conv', x!.shape, w!.shape, attrs);
    const { channels, outChannels } = s;
    const multiplier = outChannels / channels;
    const y = new Float64Array(outputPixels(s) * outChannels);
    forEachTap(s, (to, from, tap) => {
      for (let o = 0; o < outChannels; o++)
        y[to * outChannels + o]! +=
          x!.data[from * channels + Math.floor(o / multiplier)]! * w!.data[tap * outChannels + o]!;
    });
    return [{ shape: out!.shape, dtype: 'float32', data: Float32Array.from(y) }];
  },
  vjp: ({ b, inputs: [x, w], attrs, cotangents: [dy], needs }) => [
    needs[0] ? depthwiseConvInputGrad(b, dy!, w!, { ...attrs, inputShape: b.shapeOf(x!) }) : null,
    needs[1] ? depthwiseConvKernelGrad(b, x!, dy!, { ...attrs, kernelShape: b.shapeOf(w!) }) : null,
  ],
  flops: ([x, w], _outputs, attrs) => depthwiseFlops(depthwiseSizes('', x!.shape, w!.shape, attrs)),
};

/** Depthwise convolution of x [N, H, W, C] with w [KH, KW, C, M] → [N, OH, OW, C·M]. */
export function depthwiseConv(b: Builder, x: ValueId, w: ValueId, attrs: WindowAttrs): ValueId {
  return b.emit1(depthwiseConvDef, [x, w], attrs);
}
