import { Builder } from '../../ir/builder.ts';
import type { Graph } from '../../ir/graph.ts';
import { unary } from '../unary.ts';

/** w ← relu(w), the smallest graph with an input, an instruction, an output and an assignment. */
export function relu(): Graph {
  const b = new Builder();
  const w = b.input('variable', 'w', 'float32', [2, 3]);
  const y = b.scope('layer', () => unary(b, 'relu', w));
  b.output('y', y);
  b.assign(w, y);
  return b.build();
}
