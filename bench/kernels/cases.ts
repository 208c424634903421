import type { NdArray } from '../../src/core/nd-array.ts';
import type { Kernel } from '../../src/gpu/kernels/types.ts';
import type { OpDef } from '../../src/graph/ir/op-def.ts';

/**
 * One row of the kernel benchmark: an instruction whose variants are timed against each other. Rows of all ops stand in
 * one table, so `attrs` is only known to be what `op` and `kernel` take.
 */
export interface BenchCase {
  /** What it is and its sizes, for example `dot nn 1024×1024×1024`. */
  readonly name: string;
  readonly op: OpDef<never>;
  readonly kernel: Kernel<never>;
  readonly attrs: object;
  inputs(): readonly NdArray[];
}
