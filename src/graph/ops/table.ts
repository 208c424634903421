import { required } from '../../core/invariant.ts';
import type { OpDef } from '../ir/op-def.ts';
import { avgPoolDef } from './avg-pool.ts';
import { avgPoolGradDef } from './avg-pool-grad.ts';
import { binaryDefs } from './binary.ts';
import { broadcastInDimDef } from './broadcast-in-dim.ts';
import { castDef } from './cast.ts';
import { catchUpRowsDef } from './catch-up-rows.ts';
import { concatenateDef } from './concatenate.ts';
import { constantDef } from './constant.ts';
import { convDef, convInputGradDef } from './conv.ts';
import { convKernelGradDef } from './conv-kernel-grad.ts';
import { copyDef } from './copy.ts';
import { depthwiseConvDef } from './depthwise-conv.ts';
import { depthwiseConvInputGradDef } from './depthwise-conv-input-grad.ts';
import { depthwiseConvKernelGradDef } from './depthwise-conv-kernel-grad.ts';
import { dotDef } from './dot.ts';
import { dotColsumDef } from './dot-colsum.ts';
import { embeddingGradDef } from './embedding-grad.ts';
import { gatherDef } from './gather.ts';
import { gruDef } from './gru.ts';
import { gruGradDef } from './gru-grad.ts';
import { iotaDef } from './iota.ts';
import { lstmDef } from './lstm.ts';
import { lstmGradDef } from './lstm-grad.ts';
import { maxPoolDef } from './max-pool.ts';
import { maxPoolGradDef } from './max-pool-grad.ts';
import { packDef } from './pack.ts';
import { padDef } from './pad.ts';
import { randomUniformDef } from './random.ts';
import { recurrentKernelGradDef } from './recurrent-kernel-grad.ts';
import { reduceDefs } from './reduce.ts';
import { reshapeDef } from './reshape.ts';
import { reverseDef } from './reverse.ts';
import { selectDef } from './select.ts';
import { simpleRnnDef } from './simple-rnn.ts';
import { simpleRnnGradDef } from './simple-rnn-grad.ts';
import { sliceDef } from './slice.ts';
import { stackDef } from './stack.ts';
import { transposeDef } from './transpose.ts';
import { unaryDefs } from './unary.ts';
import { updateRowsDef } from './update-rows.ts';

const DEFS: readonly OpDef<never>[] = [
  ...Object.values(unaryDefs),
  ...Object.values(binaryDefs),
  ...Object.values(reduceDefs),
  avgPoolDef,
  avgPoolGradDef,
  broadcastInDimDef,
  castDef,
  catchUpRowsDef,
  concatenateDef,
  constantDef,
  convDef,
  convInputGradDef,
  convKernelGradDef,
  depthwiseConvDef,
  depthwiseConvInputGradDef,
  depthwiseConvKernelGradDef,
  copyDef,
  dotDef,
  dotColsumDef,
  embeddingGradDef,
  gatherDef,
  gruDef,
  gruGradDef,
  iotaDef,
  lstmDef,
  lstmGradDef,
  maxPoolDef,
  maxPoolGradDef,
  packDef,
  padDef,
  randomUniformDef,
  recurrentKernelGradDef,
  reshapeDef,
  reverseDef,
  selectDef,
  simpleRnnDef,
  simpleRnnGradDef,
  sliceDef,
  stackDef,
  transposeDef,
  updateRowsDef,
];

const BY_NAME: ReadonlyMap<string, OpDef> = new Map(DEFS.map((def) => [def.name, def as unknown as OpDef]));

/** The definition of an op; an unknown name is a broken invariant. */
export function opDef(name: string): OpDef {
  return required(BY_NAME.get(name), `op ${name}`);
}

/** Names of all ops, for the tests that go over every one. */
export function opNames(): readonly string[] {
  return [...BY_NAME.keys()];
}
