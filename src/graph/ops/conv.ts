import type { Shape } from '../../core/shape.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { convFlops, convKernelGrad, convSizes } from './conv-kernel-grad.ts';
import { dot } from './dot.ts';
import { reshape } from './reshape.ts';
import {
  checkCotangent,
  forEachTap,
  inputPixels,
  outputPixels,
  outputShape,
  type WindowAttrs,
} from './window.ts';

export interface ConvInputGradAttrs extends WindowAttrs {
  /** [N, H, W, Cin]: not given by the shape of dy when the stride is above 1. */
  readonly inputShape: Shape;
}

/**
 * Convolution (cross-correlation, as in Keras), channels last: x [N, H, W, Cin], w [KH, KW, Cin, Cout] → y [N, OH, OW, Cout]
 *   y[n, oh, ow, o] = Σ_{kh, kw, c} x[n, oh·s + kh·d − p, ow·s + kw·d − p, c] · w[kh, kw, c, o], x = 0 outside.
 * Stands in one file with its transpose because each is the other's derivative.
 */
export const convDef: OpDef<WindowAttrs> = {
  name: 'conv',
  form: 'kernel',
  infer: ([x, w], attrs) => [
    { dtype: 'float32', shape: outputShape(convSizes('conv', x!.shape, w!.shape, attrs)) },
  ],
  reference: ([x, w], attrs, [out]) => {
    const s = convSizes('conv', x!.shape, w!.shape, attrs);
    const { channels, outChannels } = s;
    const y = new Float64Array(outputPixels(s) * outChannels);
    forEachTap(s, (to, from, tap) => {
      for (let c = 0; c < channels; c++)
        for (let o = 0; o < outChannels; o++)
          y[to * outChannels + o]! +=
            x!.data[from * channels + c]! * w!.data[(tap * channels + c) * outChannels + o]!;
    });
    return [{ shape: out!.shape, dtype: 'float32', data: Float32Array.from(y) }];
  },
  vjp: ({ b, inputs: [x, w], attrs, cotangents: [dy], needs }) => [
    needs[0] ? convInputGrad(b, dy!, w!, { ...attrs, inputShape: b.shapeOf(x!) }) : null,
    needs[1] ? convKernelGrad(b, x!, dy!, { ...attrs, kernelShape: b.shapeOf(w!) })[0]! : null,
  ],
  flops: ([x, w], _outputs, attrs) => convFlops(convSizes('conv', x!.shape, w!.shape, attrs)),
};

/**
 * Gradient of a convolution for its input, which is the transposed convolution: dy [N, OH, OW, Cout], w [KH, KW, Cin, Cout] → dx [N, H, W, Cin]
 *   dx[n, h, w, c] = Σ_{kh, kw, o} dy[n, (h + p − kh·d) / s, (w + p − kw·d) / s, o] · w[kh, kw, c, o], where the division leaves no rest.
 */
export const convInputGradDef: OpDef<ConvInputGradAttrs> = {
  name: 'conv_input_grad',
  form: 'kernel',
  infer: ([dy, w], attrs) => {
    const s = convSizes('conv_input_grad', attrs.inputShape, w!.shape, attrs);
    checkCotangent('conv_input_grad', dy!.shape, s);
    return [{ dtype: 'float32', shape: attrs.inputShape }];
  },
  reference: ([dy, w], attrs) => {
    const s = convSizes('conv_input_grad', attrs.inputShape, w!.shape, attrs);
    const { channels, outChannels } = s;
    const dx = new Float64Array(inputPixels(s) * channels);
    forEachTap(s, (from, to, tap) => {
      for (let c = 0; c < channels; c++)
        for (let o = 0; o < outChannels; o++)
          dx[to * channels + c]! +=
            dy!.data[from * outChannels + o]! * w!.data[(tap * channels + c) * outChannels + o]!;
    });
    return [{ shape: attrs.inputShape, dtype: 'float32', data: Float32Array.from(dx) }];
  },
  vjp: ({ b, inputs: [dy, w], attrs: { inputShape: _, ...attrs }, cotangents: [g], needs }) => [
    needs[0] ? conv2d(b, g!, w!, attrs) : null,
    needs[1] ? convKernelGrad(b, g!, dy!, { ...attrs, kernelShape: b.shapeOf(w!) })[0]! : null,
  ],
  flops: ([, w], _outputs, attrs) =>
    convFlops(convSizes('conv_input_grad', attrs.inputShape, w!.shape, attrs)),
};

/** Whether the convolution joins only channels: then it is a matrix product over all pixels. */
function isPointwise(kernel: Shape, { strides, padding }: WindowAttrs): boolean {
  return [kernel[0], kernel[1], ...strides].every((v) => v === 1) && padding.flat().every((v) => v === 0);
}

/** x [N, H, W, Cin] · m over the last axis → [N, H, W, *]. */
function pointwise(b: Builder, x: ValueId, w: ValueId, transposeB: boolean): ValueId {
  const shape = b.shapeOf(x);
  const [, , channels, filters] = b.shapeOf(w) as [number, number, number, number];
  const rows = reshape(b, x, [sizeOf(shape.slice(0, -1)), shape[3]!]);
  const product = dot(b, rows, reshape(b, w, [channels, filters]), { transposeB });
  return reshape(b, product, [...shape.slice(0, -1), transposeB ? channels : filters]);
}

/** Convolution of x [N, H, W, Cin] with w [KH, KW, Cin, Cout] → [N, OH, OW, Cout]; a 1×1 one becomes a matrix product. */
export function conv2d(b: Builder, x: ValueId, w: ValueId, attrs: WindowAttrs): ValueId {
  const fits = isPointwise(b.shapeOf(w), attrs) && b.shapeOf(x)[3] === b.shapeOf(w)[2];
  return fits ? pointwise(b, x, w, false) : b.emit1(convDef, [x, w], attrs);
}

/** Transposed convolution of dy [N, OH, OW, Cout] with w [KH, KW, Cin, Cout] → [N, H, W, Cin] = attrs.inputShape. */
export function convInputGrad(b: Builder, dy: ValueId, w: ValueId, attrs: ConvInputGradAttrs): ValueId {
  const fits = isPointwise(b.shapeOf(w), attrs) && b.shapeOf(dy)[3] === b.shapeOf(w)[3];
  return fits ? pointwise(b, dy, w, true) : b.emit1(convInputGradDef, [dy, w], attrs);
}
