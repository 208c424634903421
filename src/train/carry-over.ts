import { sameShape } from '../core/shape.ts';
import type { Weight } from '../nn/weight.ts';
import type { TrainingSession } from './training-session.ts';

export { resetNames } from '../nn/names.ts';

/**
 * Gives a prepared session the weights of another that fit by path and shape, and its position; the other session's weights go
 * back to the host first. Optimizer state begins anew. Returns the paths of the weights that did not fit.
 */
export async function carryOver(from: TrainingSession, to: TrainingSession): Promise<string[]> {
  await from.on.release();
  const old = new Map(keyed(from.config.model.weights));
  const misfits: string[] = [];
  for (const [key, weight] of keyed(to.config.model.weights)) {
    const source = old.get(key);
    if (source !== undefined && sameShape(source.shape, weight.shape))
      weight.set(source.read(), weight.shape);
    else misfits.push(weight.path);
  }
  to.on.upload();
  const same = from.config.train.feed.samples === to.config.train.feed.samples;
  Object.assign(to.position, from.position, same ? {} : { offset: 0 });
  return misfits;
}

/** Paths may repeat: the n-th weight of a path goes to the n-th. */
function keyed(weights: readonly Weight[]): [string, Weight][] {
  const seen = new Map<string, number>();
  return weights.map((weight) => {
    const n = seen.get(weight.path) ?? 0;
    seen.set(weight.path, n + 1);
    return [`${weight.path} ${n}`, weight];
  });
}
