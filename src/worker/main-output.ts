import { sizeOf } from '../core/shape.ts';
import type { OpenRun } from './open-run.ts';

/** Kinds of samples whose question is answered by yes or no. */
const YES_OR_NO: ReadonlySet<string> = new Set(['image-pair', 'text-pair', 'text-class']);

/**
 * The output that answers the question of the preset. Mostly the first; but outputs given by name stand in the order of their names,
 * as Keras has it, so that a side question may come before.
 */
export function mainOutput({ built, request, feeds }: OpenRun): string {
  const names = built.model.outputNames;
  const { targets } = feeds.validation.feed;
  const isFlag = (name: string) => targets[name]?.encoding === 'scale' && sizeOf(targets[name].shape) === 1;
  const flag = YES_OR_NO.has(request.preset.samples) ? names.find(isFlag) : undefined;
  return flag ?? names[0]!;
}
