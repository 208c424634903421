import { expect } from 'vitest';
import type { NdArray } from '../../core/nd-array.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import type { DeviceFacts } from '../device-facts.ts';
import type { Kernel } from '../kernels/types.ts';
import { runKernel } from './run-kernel.ts';
import { sharedDevice } from './shared-device.ts';

/** Classes of devices among which kernels choose. */
const CLASSES: readonly Partial<DeviceFacts>[] = [
  { adapterClass: 'software' },
  { adapterClass: 'software', subgroups: false },
  { adapterClass: 'hardware' },
];

/**
 * Compares with the reference the variants that would be chosen for the case, here and on other classes of devices, and the last one, which takes
 * any shape; or `every` variant that takes the shapes, for variants that would be chosen only for bigger ones. With several outputs also the case that only the first is read. Returns what the reference gives.
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
    const request = { attrs, inputs: types, outputs, used, device: opened.facts };
    const chosen = (facts: Partial<DeviceFacts>) =>
      kernel.variants.find((v) => v.applies({ ...request, device: { ...opened.facts, ...facts } }));
    const variants = every
      ? kernel.variants.filter((v) => v.takes?.(request) ?? true)
      : [...CLASSES.map(chosen), kernel.variants.at(-1)];
    for (const name of new Set(variants.map((variant) => variant!.name))) {
      const got = await runKernel(opened, { op, kernel, variant: name, inputs, attrs, used });
      wanted.forEach((want, i) => {
        if (used[i]) expectClose(got[i]!, want, `${op.name} ${name}, output ${i}`);
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
