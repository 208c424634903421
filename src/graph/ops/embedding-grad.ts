import { zeros } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface EmbeddingGradAttrs {
  /** Rows of the table. */
  readonly rows: number;
}

/** The gradient of a gather: out[r] = Σ over i with indices[i] = r of g[i]. Numbers outside the table add nothing. */
export const embeddingGradDef: OpDef<EmbeddingGradAttrs> = {
  name: 'embedding_grad',
  form: 'kernel',
  infer: ([, g], { rows }) => [{ dtype: 'float32', shape: [rows, g!.shape[1]!] }],
  reference: ([indices, g], _attrs, [out]) => {
    const sum = zeros(out!.shape);
    const width = out!.shape[1]!;
    for (let i = 0; i < indices!.data.length; i++) {
      const row = indices!.data[i]!;
      if (row < 0 || row >= out!.shape[0]!) continue;
      for (let d = 0; d < width; d++) sum.data[row * width + d]! += g!.data[i * width + d]!;
    }
    return [sum];
  },
  vjp: null,
  flops: ([, g]) => g!.shape[0]! * g!.shape[1]!,
};

/** indices int [n], g [n, d] → [rows, d]. */
export function embeddingGrad(b: Builder, indices: ValueId, g: ValueId, rows: number): ValueId {
  return b.emit1(embeddingGradDef, [indices, g], { rows });
}
