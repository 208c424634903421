import { zeros } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface RecurrentKernelGradAttrs {
  /** drop [B, G·H] is given: factors of hPrev for each gate. */
  readonly dropped: boolean;
  /** trace [T, B, 5·H] of a GRU with the reset before the product: its fourth part replaces hPrev for the last gate. */
  readonly reset: boolean;
}

/** Gradient of a recurrent kernel whose gates see different left factors: dU[k, gate·H + j] = Σ_{t,b} left[t, b, gate, k] · dz[t, b, gate·H + j]. */
export const recurrentKernelGradDef: OpDef<RecurrentKernelGradAttrs> = {
  name: 'recurrent_kernel_grad',
  form: 'kernel',
  infer: ([hPrev, dz]) => [{ dtype: 'float32', shape: [hPrev!.shape[2]!, dz!.shape[2]!] }],
  reference: ([hPrev, dz, ...rest], { dropped, reset }, [out]) => {
    const [rows, units, width] = [hPrev!.shape[0]! * hPrev!.shape[1]!, hPrev!.shape[2]!, dz!.shape[2]!];
    const batch = hPrev!.shape[1]!;
    const drop = dropped ? rest[0]!.data : null;
    const trace = reset ? rest[rest.length - 1]!.data : null;
    const left = (row: number, gate: number, k: number) => {
      if (trace && gate === 2) return trace[(row * 5 + 3) * units + k]!;
      const factor = drop ? drop[(row % batch) * width + gate * units + k]! : 1;
      return hPrev!.data[row * units + k]! * factor;
    };
    const du = zeros(out!.shape);
    for (let k = 0; k < units; k++)
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let row = 0; row < rows; row++)
          sum += left(row, Math.floor(j / units), k) * dz!.data[row * width + j]!;
        du.data[k * width + j] = sum;
      }
    return [du];
  },
  vjp: null,
  flops: ([hPrev, dz]) => 2 * hPrev!.shape[0]! * hPrev!.shape[1]! * hPrev!.shape[2]! * dz!.shape[2]!,
};

export function recurrentKernelGrad(
  b: Builder,
  hPrev: ValueId,
  dz: ValueId,
  drop?: ValueId,
  trace?: ValueId,
): ValueId {
  const inputs = [hPrev, dz, drop, trace].filter((v) => v !== undefined);
  return b.emit1(recurrentKernelGradDef, inputs, { dropped: drop !== undefined, reset: trace !== undefined });
}
