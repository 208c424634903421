import type { Graph, Instr, ValueId } from '../graph/ir/graph.ts';

/** Whether an instruction belongs to a call or to one inside it. */
export const isWithin = (where: string, call: string): boolean =>
  where === call || where.startsWith(`${call}/`);

/** What a call gives: the values of its last instruction of the forward pass. Empty where it computes nothing of its own. */
export function outputsOfCall(graph: Graph, call: string): readonly ValueId[] {
  const last = graph.instrs.findLast((i) => i.phase === 'forward' && isWithin(i.where, call));
  return last?.outputs ?? [];
}

/** The recurrent instruction of a call, whose values are its states over time; undefined where there is none. */
export const recurrenceOfCall = (graph: Graph, call: string): Instr | undefined =>
  graph.instrs.find((i) => i.phase === 'forward' && isWithin(i.where, call) && RECURRENT.has(i.op));

const RECURRENT: ReadonlySet<string> = new Set(['lstm', 'gru', 'simple_rnn']);
