import type { Kernel } from './types.ts';
import { convInputGradKernel, convKernel } from './conv.ts';
import { convKernelGradKernel } from './conv-kernel-grad.ts';
import { matmulColsumKernel, matmulKernel } from './matmul.ts';

const KERNELS: readonly Kernel<never>[] = [matmulKernel, matmulColsumKernel, convKernel, convInputGradKernel, convKernelGradKernel];

const BY_OP: ReadonlyMap<string, Kernel> = new Map(KERNELS.map((k) => [k.op, k as unknown as Kernel]));

/** The kernel of an op that has one of its own. */
export function kernelOf(op: string): Kernel | undefined {
  return BY_OP.get(op);
}
