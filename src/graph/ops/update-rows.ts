import type { NdArray } from '../../core/nd-array.ts';
import type { Builder } from '../ir/builder.ts';
import type { ValueId } from '../ir/graph.ts';
import type { OpDef } from '../ir/op-def.ts';

export interface UpdateRowsAttrs {
  /** Whether the rule divides by a moving average of squares (RMSprop), or takes the gradient as it is (SGD). */
  readonly average: boolean;
}

/** What the op reads, by name; those of the average are absent without one. */
export interface UpdateRowsInputs<T> {
  /** [rows, width] */
  readonly table: T;
  /** The moving average beside each element: [rows, width]. */
  readonly average?: T;
  /** uint32 [rows]: the step at which a row was updated last. */
  readonly touched?: T;
  /** uint32 []: the number of this step. */
  readonly clock?: T;
  /** [flag, learning rate], with an average then also [ρ, 1 − ρ, ε]. Where the flag is not 0 nothing changes. */
  readonly numbers: T;
  /** Row numbers: integers [n]. */
  readonly indices: T;
  /** The gradient of each looked-up row: [n, width]. */
  readonly gradients: T;
}

export function updateRowsInputs<T>(inputs: readonly T[], { average }: UpdateRowsAttrs): UpdateRowsInputs<T> {
  const [table] = inputs as [T];
  const [numbers, indices, gradients] = inputs.slice(average ? 4 : 1) as [T, T, T];
  const own = { table, numbers, indices, gradients };
  if (!average) return own;
  const [, averages, touched, clock] = inputs as [T, T, T, T];
  return { ...own, average: averages, touched, clock };
}

/**
 * value · factor · factor · ..., `times` products: what so many steps without a gradient do to a moving average, to the last bit.
 * Ends early where a product changes nothing.
 */
export function decayed(value: number, factor: number, times: number): number {
  let x = value;
  for (let i = 0; i < times; i++) {
    const next = Math.fround(x * factor);
    if (next === x) break;
    x = next;
  }
  return x;
}

/**
 * One step of an optimizer on the rows of a table that were looked up: g[r] = Σ over i with indices[i] = r of gradients[i], in their
 * order, then w ← w − η·g; with an average v ← ρ·v + (1 − ρ)·g², w ← w − η·g / √(v + ε). All other rows stay: their averages
 * are multiplied by ρ for all steps that they missed when they are looked up again, or by `catch_up_rows`. That is to the last bit
 * what the rule does to the whole table with a gradient of zeros in those rows.
 */
export const updateRowsDef: OpDef<UpdateRowsAttrs> = {
  name: 'update_rows',
  form: 'kernel',
  inPlace: true,
  infer: (inputs, attrs) => {
    const { table, average, touched } = updateRowsInputs(inputs, attrs);
    return [table, average, touched].filter((type) => type !== undefined);
  },
  reference: (inputs, attrs) => {
    const given = updateRowsInputs(inputs, attrs);
    const { table, average, touched } = given;
    const changed = { ...given, table: copied(table) };
    if (average !== undefined)
      Object.assign(changed, { average: copied(average), touched: copied(touched!) });
    if (given.numbers.data[0] === 0) for (const [row, g] of sumsOf(given)) updateRow(changed, row, g);
    return [changed.table, changed.average, changed.touched].filter((array) => array !== undefined);
  },
  vjp: null,
  flops: (inputs, _outputs, attrs) => {
    const { gradients } = updateRowsInputs(inputs, attrs);
    return gradients.shape[0]! * gradients.shape[1]! * (attrs.average ? 10 : 3);
  },
};

const copied = (array: NdArray): NdArray => ({ ...array, data: array.data.slice() });

/** The sum of the gradients of each row that was looked up. */
function sumsOf({ table, indices, gradients }: UpdateRowsInputs<NdArray>): Map<number, Float32Array> {
  const [rows, width] = table.shape as [number, number];
  const sums = new Map<number, Float32Array>();
  indices.data.forEach((row, i) => {
    if (row < 0 || row >= rows) return;
    const sum = sums.get(row) ?? new Float32Array(width);
    for (let d = 0; d < width; d++) sum[d]! += gradients.data[i * width + d]!;
    sums.set(row, sum);
  });
  return sums;
}

function updateRow(on: UpdateRowsInputs<NdArray>, row: number, g: Float32Array): void {
  const { table, average, touched, clock, numbers } = on;
  const { fround } = Math;
  const [, rate, keep, take, epsilon] = [...numbers.data] as [number, number, number, number, number];
  const missed = touched === undefined ? 0 : clock!.data[0]! - touched.data[row]! - 1;
  g.forEach((x, d) => {
    const at = row * g.length + d;
    let step = fround(x * rate);
    if (average !== undefined) {
      const before = decayed(average.data[at]!, keep, missed);
      average.data[at] = fround(before * keep) + fround(fround(x * x) * take);
      step /= fround(Math.sqrt(fround(average.data[at]! + epsilon)));
    }
    table.data[at]! -= fround(step);
  });
  if (touched !== undefined) touched.data[row] = clock!.data[0]!;
}

/** Emits the op; returns the new table and, with an average, the new average and steps. */
export function updateRows(b: Builder, inputs: UpdateRowsInputs<ValueId>): readonly ValueId[] {
  const { table, average, touched, clock, numbers, indices, gradients } = inputs;
  const state = [average, touched, clock].filter((v) => v !== undefined);
  const attrs = { average: state.length > 0 };
  return b.emit(updateRowsDef, [table, ...state, numbers, indices, gradients], attrs);
}
