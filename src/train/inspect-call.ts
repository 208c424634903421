import { type NdArray, ndArray } from '../core/nd-array.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import { readBuffer } from '../gpu/buffers.ts';
import type { Graph, Instr, ValueId } from '../graph/ir/graph.ts';
import { cast } from '../graph/ops/cast.ts';
import type { Weight } from '../nn/weight.ts';
import { layersOfCalls } from './call-graph.ts';
import { outputsOfCall, recurrenceOfCall } from './call-values.ts';
import type { Engine } from './engine.ts';
import { replayGraph } from './replay-graph.ts';
import { SideStep } from './side-step.ts';
import type { TrainingSession } from './training-session.ts';
import { ownName, PARAMS } from './weight-layout.ts';

export interface NamedArray {
  readonly name: string;
  readonly array: NdArray;
}

/** The present values of the weights of a call's layer; of large ones the first elements, at least `most` of them. */
export async function weightsOfCall(
  session: TrainingSession,
  call: string,
  most: number,
): Promise<NamedArray[]> {
  const weights = layersOfCalls(session.config.model).get(call)?.weights ?? [];
  return Promise.all(
    weights.map(async (weight) => ({ name: weight.name, array: await readWeight(session, weight, most) })),
  );
}

async function readWeight({ on, opened }: TrainingSession, weight: Weight, most: number): Promise<NdArray> {
  const shape = firstRows(weight.shape, most);
  const place = on.layout.trained.find((p) => p.weight === weight);
  const buffer =
    place === undefined
      ? on.store.buffer(ownName(weight), 'float32', weight.shape)
      : on.store.buffer(PARAMS, 'float32', [on.layout.size]);
  const data = await readBuffer(opened, buffer, 'float32', sizeOf(shape), 4 * (place?.offset ?? 0));
  return { shape, dtype: 'float32', data };
}

/** The shape of the first rows that hold at least `most` elements, or all. */
function firstRows(shape: Shape, most: number): Shape {
  if (sizeOf(shape) <= most || shape.length === 0) return shape;
  const row = sizeOf(shape.slice(1));
  return [Math.max(1, Math.floor(most / row)), ...shape.slice(1)];
}

/** What a call gives for one validation sample, and the states and gates of a recurrence. None where it computes nothing. */
export async function activationsOfCall(
  engine: Engine,
  session: TrainingSession,
  call: string,
  sample: number,
): Promise<NamedArray[]> {
  const { validation } = session.config;
  if (validation === null) return [];
  const { graph } = session.program.graphOf('predict', validation.feed, 1);
  const wanted = [
    ...named('output', outputsOfCall(graph, call).slice(0, 1)),
    ...states(recurrenceOfCall(graph, call)),
  ];
  if (wanted.length === 0) return [];
  const step = await SideStep.create(engine, session, withOutputs(graph, wanted));
  try {
    const values = await step.run(sample);
    return wanted.map(({ name, value }) => ({
      name,
      array: ndArray(values.get(name)!, graph.values[value]!.shape),
    }));
  } finally {
    step.destroy();
  }
}

interface Wanted {
  readonly name: string;
  readonly value: ValueId;
}

const named = (name: string, values: readonly ValueId[]): Wanted[] =>
  values.map((value) => ({ name, value }));

/** All recurrent ops give the state of each step first, and the activated gates of each step last. */
function states(instr: Instr | undefined): Wanted[] {
  if (instr === undefined) return [];
  return [...named('states', instr.outputs.slice(0, 1)), ...named(GATES[instr.op]!, instr.outputs.slice(-1))];
}

/** The parts of what an op traces, in their order along the last axis. */
const GATES: Readonly<Record<string, string>> = {
  lstm: 'gates i, f, g, o and cell before',
  gru: 'gates z, r, h, n and state before',
  simple_rnn: 'activation',
};

function withOutputs(graph: Graph, wanted: readonly Wanted[]): Graph {
  const { b, at } = replayGraph(graph);
  for (const { name, value } of wanted) b.output(name, cast(b, at(value), 'float32'));
  return b.build();
}
