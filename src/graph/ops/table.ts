import { required } from '../../core/invariant.ts';
import type { OpDef } from '../ir/op-def.ts';
import { binaryDefs } from './binary.ts';
import { broadcastInDimDef } from './broadcast-in-dim.ts';
import { castDef } from './cast.ts';
import { concatenateDef } from './concatenate.ts';
import { constantDef } from './constant.ts';
import { dotDef } from './dot.ts';
import { embeddingGradDef } from './embedding-grad.ts';
import { gatherDef } from './gather.ts';
import { iotaDef } from './iota.ts';
import { padDef } from './pad.ts';
import { randomUniformDef } from './random.ts';
import { reduceDefs } from './reduce.ts';
import { reshapeDef } from './reshape.ts';
import { selectDef } from './select.ts';
import { sliceDef } from './slice.ts';
import { transposeDef } from './transpose.ts';
import { unaryDefs } from './unary.ts';

const DEFS: readonly OpDef<never>[] = [
  ...Object.values(unaryDefs),
  ...Object.values(binaryDefs),
  ...Object.values(reduceDefs),
  broadcastInDimDef,
  castDef,
  concatenateDef,
  constantDef,
  dotDef,
  embeddingGradDef,
  gatherDef,
  iotaDef,
  padDef,
  randomUniformDef,
  reshapeDef,
  selectDef,
  sliceDef,
  transposeDef,
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
