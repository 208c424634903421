import { catchUpRowsKernel } from './catch-up-rows.ts';
import { convInputGradKernel, convKernel } from './conv.ts';
import { convKernelGradKernel } from './conv-kernel-grad.ts';
import {
  depthwiseConvInputGradKernel,
  depthwiseConvKernel,
  depthwiseConvKernelGradKernel,
} from './depthwise.ts';
import { embeddingGradKernel } from './embedding-grad.ts';
import { gruKernel } from './gru.ts';
import { gruGradKernel } from './gru-grad.ts';
import { lstmKernel } from './lstm.ts';
import { lstmGradKernel } from './lstm-grad.ts';
import { matmulColsumKernel, matmulKernel } from './matmul.ts';
import { avgPoolGradKernel, avgPoolKernel, maxPoolGradKernel, maxPoolKernel } from './pool.ts';
import { recurrentKernelGradKernel } from './recurrent-kernel-grad.ts';
import { simpleRnnKernel } from './simple-rnn.ts';
import { simpleRnnGradKernel } from './simple-rnn-grad.ts';
import type { Kernel } from './types.ts';
import { updateRowsKernel } from './update-rows.ts';

const KERNELS: readonly Kernel<never>[] = [
  matmulKernel,
  matmulColsumKernel,
  convKernel,
  convInputGradKernel,
  convKernelGradKernel,
  depthwiseConvKernel,
  depthwiseConvInputGradKernel,
  depthwiseConvKernelGradKernel,
  maxPoolKernel,
  maxPoolGradKernel,
  avgPoolKernel,
  avgPoolGradKernel,
  lstmKernel,
  lstmGradKernel,
  embeddingGradKernel,
  updateRowsKernel,
  catchUpRowsKernel,
  gruKernel,
  gruGradKernel,
  recurrentKernelGradKernel,
  simpleRnnKernel,
  simpleRnnGradKernel,
];

const BY_OP: ReadonlyMap<string, Kernel> = new Map(KERNELS.map((k) => [k.op, k as unknown as Kernel]));

/** The kernel of an op that has one of its own. */
export function kernelOf(op: string): Kernel | undefined {
  return BY_OP.get(op);
}
