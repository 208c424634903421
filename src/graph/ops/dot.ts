import { shapeError } from '../../core/errors.ts';
import { zeros } from '../../core/nd-array.ts';
import { formatShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../ir/builder.ts';
import type { TensorType, ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface DotAttrs {
  /** Read a as [..., K, M] instead of [..., M, K]. */
  readonly transposeA: boolean;
  /** Read b as [..., N, K] instead of [..., K, N]. */
  readonly transposeB: boolean;
}

/** Sizes of a product [batch, m, k] · [batch, k, n]. */
export interface DotSizes {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** The sizes, checked: ranks equal and ≥ 2, leading axes equal, inner axes equal. */
export function dotSizes(a: TensorType, b: TensorType, { transposeA, transposeB }: DotAttrs): DotSizes {
  const rank = a.shape.length;
  const [m, ka] = matrixAxes(a, transposeA);
  const [kb, n] = matrixAxes(b, transposeB);
  const lead = a.shape.slice(0, -2);
  const fits = rank >= 2 && b.shape.length === rank && ka === kb && lead.every((d, i) => d === b.shape[i]);
  if (!fits) {
    throw shapeError({
      where: 'dot',
      must: 'leading axes must be equal and the inner axes must agree',
      got: `${formatShape(a.shape)}${transposeA ? 'ᵀ' : ''} · ${formatShape(b.shape)}${transposeB ? 'ᵀ' : ''}`,
    });
  }
  return { batch: sizeOf(lead), m, k: ka, n };
}

function matrixAxes(type: TensorType, transposed: boolean): [number, number] {
  const [rows = 0, cols = 0] = type.shape.slice(-2);
  return transposed ? [cols, rows] : [rows, cols];
}

/** Matrix product over the last two axes: out[.., i, j] = Σ_k a[.., i, k] · b[.., k, j]. */
export const dotDef: OpDef<DotAttrs> = {
  name: 'dot',
  form: 'kernel',
  infer: ([a, b], attrs) => {
    const { m, n } = dotSizes(a!, b!, attrs);
    return [{ dtype: 'float32', shape: [...a!.shape.slice(0, -2), m, n] }];
  },
  reference: ([a, b], attrs, [out]) => {
    const { batch, m, k, n } = dotSizes(a!, b!, attrs);
    const c = zeros(out!.shape);
    const aAt = (t: number, i: number, l: number) =>
      a!.data[t * m * k + (attrs.transposeA ? l * m + i : i * k + l)]!;
    const bAt = (t: number, l: number, j: number) =>
      b!.data[t * k * n + (attrs.transposeB ? j * k + l : l * n + j)]!;
    for (let t = 0; t < batch; t++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += aAt(t, i, l) * bAt(t, l, j);
          c.data[(t * m + i) * n + j] = sum;
        }
    return [c];
  },
  // C = A·B: dA = dC·Bᵀ, dB = Aᵀ·dC; with A = XᵀX-style flags the products swap sides.
  vjp: ({ b: g, inputs: [a, b], attrs: { transposeA: ta, transposeB: tb }, cotangents: [dc], needs }) => [
    needs[0]
      ? ta
        ? dot(g, b!, dc!, { transposeA: tb, transposeB: true })
        : dot(g, dc!, b!, { transposeB: !tb })
      : null,
    needs[1]
      ? tb
        ? dot(g, dc!, a!, { transposeA: true, transposeB: ta })
        : dot(g, a!, dc!, { transposeA: !ta })
      : null,
  ],
  flops: ([a, b], _outputs, attrs) => {
    const { batch, m, k, n } = dotSizes(a!, b!, attrs);
    return 2 * batch * m * k * n;
  },
};

/** a · b, each optionally read transposed. a [.., M, K], b [.., K, N] → [.., M, N]. */
export function dot(b: Builder, x: ValueId, y: ValueId, attrs: Partial<DotAttrs> = {}): ValueId {
  return b.emit1(dotDef, [x, y], { transposeA: false, transposeB: false, ...attrs });
}
