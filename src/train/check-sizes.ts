import { gpuError } from '../core/errors.ts';
import { formatShape, sizeOf } from '../core/shape.ts';
import type { Graph } from '../graph/ir/graph.ts';

/** Elements that kernels can count: their indices are of 32 bits. */
const MOST_ELEMENTS = 2 ** 32;

/** Refuses a step with a value that no kernel could index, by the name of the call that makes it; nothing is planned yet. */
export function checkSizes({ instrs, values }: Graph): void {
  for (const { outputs, where } of instrs) {
    const shape = outputs.map((v) => values[v]!.shape).find((s) => sizeOf(s) >= MOST_ELEMENTS);
    if (shape === undefined) continue;
    throw gpuError({
      where: where || 'a step',
      must: `each value must have less than ${MOST_ELEMENTS.toLocaleString('en')} elements`,
      got: formatShape(shape),
      try: 'a smaller batch or a smaller model',
    });
  }
}
