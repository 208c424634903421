import { expect } from 'vitest';
import type { NdArray } from '../../core/nd-array.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import type { Kernel } from '../kernels/types.ts';
import { runKernel } from './run-kernel.ts';
import { sharedDevice } from './shared-device.ts';

/**
 * Runs the variants that apply to the case, on this device or on another class of adapter, and compares them with the reference; with
 * `every` also those that apply to no case so small, for kernels whose variants all take any shape. With several outputs also the case that
 * only the first is read. Returns what the reference gives.
 */
export async function expectVariants<A extends object>(
  op: OpDef<A>,
  kernel: Kernel<A>,
  inputs: readonly NdArray[],
  attrs: A,
  every = false,
): Promise<readonly NdArray[]> {
  const opened = await sharedDevice();
  const types = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const outputs = op.infer(types, attrs);
  const wanted = op.reference(inputs, attrs, outputs);
  for (const used of outputs.length === 1
    ? [[true]]
    : [
        [true, true],
        [true, false],
      ]) {
    const fits = (adapterClass: 'software' | 'hardware') => (variant: (typeof kernel.variants)[number]) =>
      variant.applies({ attrs, inputs: types, outputs, used, device: { ...opened.facts, adapterClass } });
    for (const variant of kernel.variants.filter(
      (v) => every || fits('software')(v) || fits('hardware')(v),
    )) {
      const got = await runKernel(opened, { op, kernel, variant: variant.name, inputs, attrs, used });
      wanted.forEach((want, i) => {
        if (used[i]) expectClose(got[i]!, want, `${op.name} ${variant.name}, output ${i}`);
      });
    }
  }
  return wanted;
}

/** The largest difference against the largest value: sums in another order round differently. */
function expectClose(got: NdArray, want: NdArray, what: string): void {
  let scale = 1;
  for (const value of want.data) scale = Math.max(scale, Math.abs(value));
  let worst = 0;
  for (let i = 0; i < want.data.length; i++) {
    const error = Math.abs(got.data[i]! - want.data[i]!) / scale;
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  expect(worst, what).toBeLessThan(2e-5);
}
