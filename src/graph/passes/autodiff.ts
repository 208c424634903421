import { graphError } from '../../core/errors.ts';
import type { Builder } from '../ir/builder.ts';
import type { Instr, ValueId } from '../ir/graph.ts';
import { add } from '../ops/arithmetic.ts';
import { broadcastTo } from '../ops/broadcast-in-dim.ts';
import { constant } from '../ops/constant.ts';
import { opDef } from '../ops/table.ts';

/**
 * Reverse-mode differentiation: appends the instructions of d `loss` / d `wrt` to the builder.
 * `loss` is a float32 scalar. A value that the loss does not depend on has gradient zero. Cotangents of a value used
 * several times (a shared weight) add up.
 */
export function gradients(b: Builder, loss: ValueId, wrt: readonly ValueId[]): ValueId[] {
  if (b.shapeOf(loss).length !== 0) {
    throw graphError({
      where: 'gradients',
      must: 'the loss must be a scalar',
      got: `${b.shapeOf(loss).length} axes`,
    });
  }
  const forward = [...b.instructions];
  const reaches = reachableFrom(forward, wrt);
  const cotangents = new Map<ValueId, ValueId>([[loss, constant(b, 1)]]);
  for (const instr of forward.reverse()) {
    if (instr.outputs.some((v) => cotangents.has(v)) && instr.inputs.some((v) => reaches.has(v))) {
      b.mark(instr.where, 'backward', () => pullBack(b, instr, cotangents, reaches));
    }
  }
  return wrt.map(
    (v) => cotangents.get(v) ?? b.inPhase('backward', () => broadcastTo(b, constant(b, 0), b.shapeOf(v))),
  );
}

/** Values that depend on one of `sources`. */
function reachableFrom(instrs: readonly Instr[], sources: readonly ValueId[]): Set<ValueId> {
  const reached = new Set(sources);
  for (const instr of instrs) {
    if (instr.inputs.some((v) => reached.has(v))) for (const out of instr.outputs) reached.add(out);
  }
  return reached;
}

function pullBack(
  b: Builder,
  instr: Instr,
  cotangents: Map<ValueId, ValueId>,
  reaches: ReadonlySet<ValueId>,
): void {
  const { vjp } = opDef(instr.op);
  if (vjp === null) return;
  const { inputs, outputs, attrs } = instr;
  const needs = inputs.map((v) => reaches.has(v) && b.typeOf(v).dtype === 'float32');
  const given = outputs.map((v) => cotangents.get(v) ?? null);
  const results = vjp({ b, inputs, outputs, attrs, cotangents: given, needs });
  for (const [i, input] of inputs.entries()) {
    const g = results[i] ?? null;
    if (g === null || !needs[i]) continue;
    const before = cotangents.get(input);
    cotangents.set(input, before === undefined ? g : add(b, before, g));
  }
}
