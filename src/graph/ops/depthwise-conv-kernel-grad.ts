import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { ConvKernelGradAttrs } from './conv-kernel-grad.ts';
import { depthwiseFlops, depthwiseSizes } from './depthwise-conv-input-grad.ts';
import { checkCotangent, forEachTap, kernelTaps } from './window.ts';

/**
 * Gradient of a depthwise convolution for its kernel: x [N, H, W, C], dy [N, OH, OW, C·M] → dw [KH, KW, C, M]
 *   dw[kh, kw, c, m] = Σ_{n, oh, ow} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · dy[n, oh, ow, c·M + m].
 */
export const depthwiseConvKernelGradDef: OpDef<ConvKernelGradAttrs> = {
  name: 'depthwise_conv_kernel_grad',
  form: 'kernel',
  infer: ([x, dy], attrs) => {
    const s = depthwiseSizes('depthwise_conv_kernel_grad', x!.shape, attrs.kernelShape, attrs);
    checkCotangent('depthwise_conv_kernel_grad', dy!.shape, s);
    return [{ dtype: 'float32', shape: attrs.kernelShape }];
  },
  reference: ([x, dy], attrs) => {
    const s = depthwiseSizes('depthwise_conv_kernel_grad', x!.shape, attrs.kernelShape, attrs);
    const { channels, outChannels } = s;
    const multiplier = outChannels / channels;
    const dw = new Float64Array(kernelTaps(s) * outChannels);
    forEachTap(s, (out, inp, tap) => {
      for (let o = 0; o < outChannels; o++)
        dw[tap * outChannels + o]! +=
          x!.data[inp * channels + Math.floor(o / multiplier)]! * dy!.data[out * outChannels + o]!;
    });
    return [{ shape: attrs.kernelShape, dtype: 'float32', data: Float32Array.from(dw) }];
  },
  vjp: null,
  flops: ([x], _outputs, attrs) => depthwiseFlops(depthwiseSizes('', x!.shape, attrs.kernelShape, attrs)),
};

/** dw of a depthwise convolution of x, given the cotangent of its result. */
export function depthwiseConvKernelGrad(
  b: Builder,
  x: ValueId,
  dy: ValueId,
  attrs: ConvKernelGradAttrs,
): ValueId {
  return b.emit1(depthwiseConvKernelGradDef, [x, dy], attrs);
}
