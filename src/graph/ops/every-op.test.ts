import { expect, test } from 'vitest';
import type { NdArray } from '../../core/nd-array.ts';
import type { Graph } from '../ir/graph.ts';
import { verifyGraph } from '../ir/verify.ts';
import { interpret } from './interpret.ts';
import { opDef, opNames } from './table.ts';
import { caseGraph, graphInputs, OP_CASES, type OpCase } from './testing/op-cases.ts';

test('every op of the table has a case, alone or in a gradient', () => {
  const met = new Set(OP_CASES.flatMap((c) => caseGraph(c).instrs.map((i) => i.op)));
  expect(opNames().filter((name) => !met.has(name))).toEqual([]);
});

const STEP = 4e-3;

/** Σ cotangent · y0 with element `at` of input `name` moved by `by`. */
function lossAt(graph: Graph, given: Record<string, NdArray>, name: string, at: number, by: number): number {
  const x = given[name]!;
  const data = (x.data as Float32Array).slice();
  data[at]! += by;
  const { outputs } = interpret(graph, { ...given, [name]: { ...x, data } });
  return Array.from(outputs.y0!.data).reduce((sum, y, i) => sum + y * given.cotangent!.data[i]!, 0);
}

/** Ops whose gradient is defined as zero, that jump, or that have none: differences say nothing of them. */
const FLAT = new Set([
  'sign',
  'floor',
  'is_zero',
  'stop_gradient',
  'rem',
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'update_rows',
  'catch_up_rows',
]);
const smooth = OP_CASES.filter(
  (c) => !FLAT.has(c.name.split(' ')[0]!) && opDef(caseGraph(c).instrs[0]!.op) !== undefined,
);

function checkGradients(c: OpCase): number {
  const graph = caseGraph(c);
  verifyGraph(graph);
  const given = graphInputs(c, graph);
  const { outputs } = interpret(graph, given);
  let checked = 0;
  for (const [name, g] of Object.entries(outputs)) {
    if (!name.startsWith('g')) continue;
    const input = `x${name.slice(1)}`;
    // pow has no gradient for its exponent, by its definition.
    if (c.name === 'pow' && input === 'x1') continue;
    if (c.name === 'dot_colsum') continue;
    const stride = Math.max(1, Math.floor(g.data.length / 12));
    for (let i = 0; i < g.data.length; i += stride) {
      const slope =
        (lossAt(graph, given, input, i, STEP) - lossAt(graph, given, input, i, -STEP)) / (2 * STEP);
      expect(
        Math.abs(g.data[i]! - slope),
        `${c.name} ${input}[${i}]: ${g.data[i]} and ${slope}`,
      ).toBeLessThan(3e-3 * (1 + Math.abs(slope)));
      checked++;
    }
  }
  return checked;
}

test.each(smooth.map((c) => [c.name, c] as const))('gradient of %s agrees with differences', (_, c) => {
  const floats = c.inputs.some((i) => (i.dtype ?? 'float32') === 'float32');
  const checked = checkGradients(c);
  if (floats && c.name !== 'dot_colsum') expect(checked).toBeGreaterThan(0);
});
