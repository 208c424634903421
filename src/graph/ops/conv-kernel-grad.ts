import { shapeError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { formatShape } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import {
  checkCotangent,
  forEachTap,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
  windowSizes,
} from './window.ts';

export interface ConvKernelGradAttrs extends WindowAttrs {
  /** [KH, KW, Cin, Cout]. */
  readonly kernelShape: Shape;
}

/** Sizes of the convolution of x [N, H, W, Cin] with w [KH, KW, Cin, Cout]; errors where the channels differ. */
export function convSizes(op: string, x: Shape, w: Shape, attrs: WindowAttrs): WindowSizes {
  if (w.length !== 4 || x[3] !== w[2]) {
    throw shapeError({
      where: op,
      must: 'the kernel must be [height, width, channels of the input, filters]',
      got: `kernel ${formatShape(w)} on input ${formatShape(x)}`,
    });
  }
  return windowSizes(op, x, [w[0]!, w[1]!], w[3]!, attrs);
}

/** 2 · N · OH · OW · KH · KW · Cin · Cout: the same for the convolution and for both of its gradients. */
export const convFlops = (s: WindowSizes): number =>
  2 * outputPixels(s) * kernelTaps(s) * s.channels * s.outChannels;

const sizes = (x: Shape, attrs: ConvKernelGradAttrs): WindowSizes =>
  convSizes('conv_kernel_grad', x, attrs.kernelShape, attrs);

/**
 * Gradients of a convolution for its kernel and bias, from x [N, H, W, Cin] and dy [N, OH, OW, Cout]:
 *   dw[kh, kw, c, o] = Σ_{n, oh, ow} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · dy[n, oh, ow, o]
 *   db[o]            = Σ_{n, oh, ow} dy[n, oh, ow, o]
 */
export const convKernelGradDef: OpDef<ConvKernelGradAttrs> = {
  name: 'conv_kernel_grad',
  form: 'kernel',
  infer: ([x, dy], attrs) => {
    const s = sizes(x!.shape, attrs);
    checkCotangent('conv_kernel_grad', dy!.shape, s);
    return [
      { dtype: 'float32', shape: attrs.kernelShape },
      { dtype: 'float32', shape: [s.outChannels] },
    ];
  },
  reference: ([x, dy], attrs) => {
    const s = sizes(x!.shape, attrs);
    return [kernelGradient(x!, dy!, s, attrs.kernelShape), biasGradient(dy!, s)];
  },
  vjp: null,
  flops: ([x], _outputs, attrs) => convFlops(sizes(x!.shape, attrs)),
};

function kernelGradient(x: NdArray, dy: NdArray, s: WindowSizes, shape: Shape): NdArray {
  const { channels, outChannels } = s;
  const dw = new Float64Array(kernelTaps(s) * channels * outChannels);
  forEachTap(s, (out, inp, tap) => {
    for (let c = 0; c < channels; c++)
      for (let o = 0; o < outChannels; o++)
        dw[(tap * channels + c) * outChannels + o]! +=
          x.data[inp * channels + c]! * dy.data[out * outChannels + o]!;
  });
  return { shape, dtype: 'float32', data: Float32Array.from(dw) };
}

function biasGradient(dy: NdArray, s: WindowSizes): NdArray {
  const db = new Float64Array(s.outChannels);
  for (let i = 0; i < dy.data.length; i++) db[i % s.outChannels]! += dy.data[i]!;
  return { shape: [s.outChannels], dtype: 'float32', data: Float32Array.from(db) };
}

/** [dw, db] of a convolution of x with a kernel of `kernelShape`, given the cotangent of its result. */
export function convKernelGrad(
  b: Builder,
  x: ValueId,
  dy: ValueId,
  attrs: ConvKernelGradAttrs,
): readonly ValueId[] {
  return b.emit(convKernelGradDef, [x, dy], attrs);
}
