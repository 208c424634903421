import type { OpenRun } from '../open-run.ts';
import type { Value } from './statements.ts';

/** A loss by name, or by class with its options. */
export type LossChoice =
  | string
  | { readonly className: string; readonly options: Readonly<Record<string, Value>> };

/** What `compile` chose, by output where there are several. */
export interface CompileChoices {
  readonly optimizer: { readonly className: string; readonly config: Readonly<Record<string, Value>> };
  readonly outputs: readonly string[];
  readonly losses: readonly (LossChoice | null)[];
  readonly lossWeights: readonly number[];
  readonly metrics: readonly (readonly string[])[];
}

export function compileChoices({ built: { model }, resolved, session }: OpenRun): CompileChoices {
  const { optimizer, outputs } = resolved;
  return {
    optimizer: { className: optimizer.className, config: optimizerConfig(session.optimizer) },
    outputs: outputs.map((o) => o.name),
    losses: outputs.map((o) => (o.loss === null ? null : lossChoice(model, o.name, o.index, o.loss))),
    lossWeights: outputs.map((o) => o.lossWeight),
    metrics: outputs.map((o) => o.metrics.map((m) => m.metric.name)),
  };
}

type OptimizerOf = OpenRun['resolved']['optimizer'];

function optimizerConfig(optimizer: OptimizerOf): Record<string, Value> {
  const { name: _, learningRate: __, ...rest } = optimizer.getConfig();
  const set = Object.entries(rest).filter(([, x]) => x !== null && x !== false);
  return { learningRate: optimizer.learningRate, ...(Object.fromEntries(set) as Record<string, Value>) };
}

type LossOf = NonNullable<OpenRun['resolved']['outputs'][number]['loss']>;

function lossChoice(
  model: OpenRun['built']['model'],
  output: string,
  index: number,
  loss: LossOf,
): LossChoice {
  const spec = model.compiled?.loss;
  const own = Array.isArray(spec) ? spec[index] : specOf(spec, output);
  if (typeof own === 'string') return own;
  return { className: loss.className, options: loss.options as Record<string, Value> };
}

function specOf(spec: unknown, output: string): unknown {
  if (typeof spec !== 'object' || spec === null || 'kind' in spec) return spec;
  return (spec as Record<string, unknown>)[output];
}
