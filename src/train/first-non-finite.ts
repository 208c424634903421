import type { Builder } from '../graph/ir/builder.ts';
import type { Graph, Instr, ValueId } from '../graph/ir/graph.ts';
import { hash32 } from '../graph/ops/random.ts';
import { reduce } from '../graph/ops/reduce.ts';
import { opDef } from '../graph/ops/table.ts';
import { unary } from '../graph/ops/unary.ts';
import type { Engine } from './engine.ts';
import { replayGraph } from './replay-graph.ts';
import { SideStep } from './side-step.ts';
import { SEED } from './step-graph.ts';
import type { StepLogs, TrainingSession } from './training-session.ts';

/** Where in a step the first value arose that is no finite number. */
export interface NonFiniteSource {
  /** The call of a layer; else `input data`, `loss` or `optimizer`. */
  readonly node: string;
  readonly op: string;
  readonly phase: Instr['phase'];
}

const NAMELESS: Partial<Record<Instr['phase'], string>> = { data: 'input data', optimizer: 'optimizer' };

/**
 * Runs a step again, nothing changed, with every instruction a kernel of its own, and looks at all that they make. The session
 * must have the weights with which the step began. Null where all is finite.
 */
export async function firstNonFinite(
  engine: Engine,
  session: TrainingSession,
  { step, offset, samples }: StepLogs,
): Promise<NonFiniteSource | null> {
  const { program, config } = session;
  const { graph } = program.graphOf('train', config.train.feed, samples);
  const watched = graph.instrs.filter((instr) => floatOutput(graph, instr) !== undefined);
  const plain = { ...config.plan, fusion: false };
  const run = await SideStep.create(engine, session, flagGraph(graph, watched), plain);
  try {
    const flags = await run.run(offset, { [SEED]: hash32((hash32(config.seed) ^ (step - 1)) >>> 0) });
    const found = watched.find((_, i) => flags.get(flagName(i))![0] === 0);
    if (found === undefined) return null;
    const { op, phase, where } = found;
    return { op, phase, node: where || (NAMELESS[phase] ?? 'loss') };
  } finally {
    run.destroy();
  }
}

const flagName = (i: number): string => `finite/${i}`;

/** What an instruction computes in float32; nothing where it only names a part of what is known. */
function floatOutput({ values }: Graph, instr: Instr): ValueId | undefined {
  if (opDef(instr.op).form === 'view' || instr.op === 'constant') return undefined;
  return instr.outputs.find((v) => values[v]!.dtype === 'float32');
}

/** The step's instructions, and for each that is watched whether all that it makes is finite: 1, else 0. */
function flagGraph(graph: Graph, watched: readonly Instr[]): Graph {
  const { b, at } = replayGraph(graph);
  watched.forEach((instr, i) => {
    b.output(flagName(i), allFinite(b, at(floatOutput(graph, instr)!)));
  });
  return b.build();
}

/** 1 where every element is finite, else 0. */
export function allFinite(b: Builder, x: ValueId): ValueId {
  const axes = b.shapeOf(x).map((_, axis) => axis);
  return reduce(b, 'min', unary(b, 'is_finite', x), axes);
}
