import { shapeError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import type { ConvInputGradAttrs } from './conv.ts';
import {
  checkCotangent,
  forEachTap,
  inputPixels,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
  windowSizes,
} from './window.ts';

/** Sizes of the depthwise convolution of x [N, H, W, C] with w [KH, KW, C, M]; errors where the channels differ. */
export function depthwiseSizes(op: string, x: Shape, w: Shape, attrs: WindowAttrs): WindowSizes {
  if (w.length !== 4 || x[3] !== w[2]) {
    throw shapeError({
      where: op,
      must: 'the kernel must be [height, width, channels of the input, depth multiplier]',
      got: `kernel ${formatShape(w)} on input ${formatShape(x)}`,
    });
  }
  return windowSizes(op, x, [w[0]!, w[1]!], w[2]! * w[3]!, attrs);
}

/** 2 · N · OH · OW · KH · KW · C · M. */
export const depthwiseFlops = (s: WindowSizes): number => 2 * outputPixels(s) * kernelTaps(s) * s.outChannels;

/**
 * Gradient of a depthwise convolution for its input: dy [N, OH, OW, C·M], w [KH, KW, C, M] → dx [N, H, W, C]
 *   dx[n, h, w, c] = Σ_{kh, kw, m} dy[n, (h + p − kh·d) / s, (w + p − kw·d) / s, c·M + m] · w[kh, kw, c, m].
 */
export const depthwiseConvInputGradDef: OpDef<ConvInputGradAttrs> = {
  name: 'depthwise_conv_input_grad',
  form: 'kernel',
  infer: ([dy, w], attrs) => {
    const s = depthwiseSizes('depthwise_conv_input_grad', attrs.inputShape, w!.shape, attrs);
    checkCotangent('depthwise_conv_input_grad', dy!.shape, s);
    return [{ dtype: 'float32', shape: attrs.inputShape }];
  },
  reference: ([dy, w], attrs) => {
    const s = depthwiseSizes('depthwise_conv_input_grad', attrs.inputShape, w!.shape, attrs);
    const { channels, outChannels } = s;
    const multiplier = outChannels / channels;
    const dx = new Float64Array(inputPixels(s) * channels);
    forEachTap(s, (from, to, tap) => {
      for (let o = 0; o < outChannels; o++)
        dx[to * channels + Math.floor(o / multiplier)]! +=
          dy!.data[from * outChannels + o]! * w!.data[tap * outChannels + o]!;
    });
    return [{ shape: attrs.inputShape, dtype: 'float32', data: Float32Array.from(dx) }];
  },
  vjp: null,
  flops: ([, w], _outputs, attrs) => depthwiseFlops(depthwiseSizes('', attrs.inputShape, w!.shape, attrs)),
};

/** dx of a depthwise convolution, given the cotangent of its result. */
export function depthwiseConvInputGrad(
  b: Builder,
  dy: ValueId,
  w: ValueId,
  attrs: ConvInputGradAttrs,
): ValueId {
  return b.emit1(depthwiseConvInputGradDef, [dy, w], attrs);
}
