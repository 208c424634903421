import type { OpenedDevice } from '../../src/gpu/device.ts';
import { compileGraph } from '../../src/gpu/testing/run-graph.ts';
import { Builder } from '../../src/graph/ir/builder.ts';
import type { Graph } from '../../src/graph/ir/graph.ts';
import { conv2d } from '../../src/graph/ops/conv.ts';
import { dot } from '../../src/graph/ops/dot.ts';
import { InFlight } from '../../src/train/in-flight.ts';
import type { OpRow } from '../rows/row.ts';
import { checkNumber, operand } from '../rows/values.ts';
import type { Block, Prepared } from './engine.ts';

/** One operation as a plan of its own, submitted as training steps are. */
export async function prepareOp(opened: OpenedDevice, row: OpRow): Promise<Prepared> {
  const { store, compiled, destroy } = await compileGraph(opened, graphOf(row));
  store.write('left', operand(row.left, 1));
  store.write('right', operand(row.right, 2));
  const inFlight = new InFlight(opened.device, 2);
  const steps = async (count: number): Promise<Block> => {
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      await inFlight.room();
      compiled.run();
      inFlight.add();
    }
    await inFlight.drain();
    const ms = performance.now() - start;
    const { data } = await compiled.read('y');
    return { ms, losses: [checkNumber(data)] };
  };
  return { steps, destroy: async () => destroy() };
}

function graphOf({ op, left, right }: OpRow): Graph {
  const b = new Builder();
  const x = b.input('variable', 'left', 'float32', left);
  const w = b.input('variable', 'right', 'float32', right);
  const conv = {
    strides: [1, 1],
    dilation: [1, 1],
    padding: [
      [1, 1],
      [1, 1],
    ],
  } as const;
  b.output('y', op === 'matmul' ? dot(b, x, w) : conv2d(b, x, w, conv));
  return b.build();
}
