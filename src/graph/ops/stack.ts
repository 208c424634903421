import { allocate } from '../../core/dtype.ts';
import { invariant } from '../../core/invariant.ts';
import { sameShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { reshape } from './reshape.ts';
import { sliceAxis } from './slice.ts';

/** K equally shaped tensors side by side: [S..] × K → [S.., K]. Gathers the scalars of a step into one record. */
export const stackDef: OpDef = {
  name: 'stack',
  form: 'loop',
  infer: (inputs) => {
    const first = inputs[0]!;
    invariant(
      inputs.every((t) => sameShape(t.shape, first.shape) && t.dtype === first.dtype),
      'stacked tensors have one type',
    );
    return [{ dtype: first.dtype, shape: [...first.shape, inputs.length] }];
  },
  reference: (inputs, _attrs, [out]) => {
    const data = allocate(out!.dtype, sizeOf(out!.shape));
    for (const [k, x] of inputs.entries()) {
      for (let i = 0; i < x.data.length; i++) data[i * inputs.length + k] = x.data[i]!;
    }
    return [{ ...out!, data }];
  },
  vjp: ({ b, inputs, cotangents: [g], needs }) => {
    const axis = b.shapeOf(g!).length - 1;
    return inputs.map((x, k) => (needs[k] ? reshape(b, sliceAxis(b, g!, axis, k, 1), b.shapeOf(x)) : null));
  },
  emit: (c) => {
    const count = c.inputs.length;
    const at = c.dropInner(c.index, count);
    const which = c.let(c.keepInner(c.index, count).flat);
    return c.inputs.reduce((text, _, k) => {
      const part = c.arg(k, at);
      return k === 0 ? part : c.let(`select(${text}, ${part}, ${which} == ${k}u)`);
    }, '');
  },
};

export function stack(b: Builder, inputs: readonly ValueId[]): ValueId {
  return b.emit1(stackDef, inputs, {});
}
