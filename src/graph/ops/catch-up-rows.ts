import type { NdArray } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';
import { decayed } from './update-rows.ts';

/**
 * The averages of rows as they are after the present step: v ← v · ρ · ρ · ..., a product for each step since the row was updated last.
 * average [rows, width], touched uint32 [rows], clock uint32 [], numbers [ρ]. See `update_rows`.
 */
export const catchUpRowsDef: OpDef = {
  name: 'catch_up_rows',
  form: 'kernel',
  inPlace: true,
  infer: ([average, touched]) => [average!, touched!],
  reference: (inputs) => {
    const [average, touched, clock, numbers] = inputs as [NdArray, NdArray, NdArray, NdArray];
    const width = average.shape[1]!;
    const now = clock.data[0]!;
    const next = Float32Array.from(average.data, (value, at) =>
      decayed(value, numbers.data[0]!, now - touched.data[Math.floor(at / width)]!),
    );
    return [
      { ...average, data: next },
      { ...touched, data: new Uint32Array(touched.data.length).fill(now) },
    ];
  },
  vjp: null,
};

/** Emits the op; returns the new average and steps. */
export function catchUpRows(
  b: Builder,
  average: ValueId,
  touched: ValueId,
  clock: ValueId,
  numbers: ValueId,
): readonly ValueId[] {
  return b.emit(catchUpRowsDef, [average, touched, clock, numbers], {});
}
