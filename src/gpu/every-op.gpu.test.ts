import { describe, expect, test } from 'vitest';
import type { NdArray } from '../core/nd-array.ts';
import { interpret } from '../graph/ops/interpret.ts';
import { opDef, opNames } from '../graph/ops/table.ts';
import { caseGraph, graphInputs, OP_CASES } from '../graph/ops/testing/op-cases.ts';
import { kernelOf } from './kernels/table.ts';
import { runGraph } from './testing/run-graph.ts';
import { sharedDevice } from './testing/shared-device.ts';

test('every op with a kernel of its own has one', () => {
  const missing = opNames().filter((name) => {
    return opDef(name).form === 'kernel' && name !== 'pack' && kernelOf(name) === undefined;
  });
  expect(missing).toEqual([]);
});

/** WGSL promises sin and cos only to 2^-11. */
const toleranceOf = (name: string): number => (name === 'sin' || name === 'cos' ? 5e-4 : 3e-5);

function expectClose(actual: NdArray, expected: NdArray, what: string, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const scale = Array.from(expected.data).reduce((m, x) => Math.max(m, Math.abs(x)), 1e-2);
  for (let i = 0; i < expected.data.length; i++) {
    const error = Math.abs(actual.data[i]! - expected.data[i]!);
    expect(
      error <= tolerance * scale,
      `${what}[${i}]: ${actual.data[i]} instead of ${expected.data[i]}`,
    ).toBe(true);
  }
}

describe.each([{ fusion: true }, { fusion: false }])('on the device, %o', (options) => {
  test.each(OP_CASES.map((c) => [c.name, c] as const))(
    '%s and its gradient equal the reference',
    async (_, c) => {
      const graph = caseGraph(c);
      const given = graphInputs(c, graph);
      const expected = interpret(graph, given);
      const actual = await runGraph(await sharedDevice(), graph, given, options);
      for (const [name, array] of Object.entries(expected.outputs))
        expectClose(actual.outputs[name]!, array, `${c.name} ${name}`, toleranceOf(c.name));
    },
  );
});
