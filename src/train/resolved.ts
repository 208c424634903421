import { configError } from '../core/errors.ts';
import type { SymbolicShape } from '../core/shape.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Metric } from '../nn/metrics/metric.ts';
import type { AnyModel } from '../nn/model.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { type OutputShapes, resolveLosses, resolveLossWeights, resolveMetrics, resolveOptimizer } from '../nn/resolve.ts';

/** One metric of one output under the name that logs use. */
export interface LoggedMetric {
  /** `accuracy`, or `main_output_accuracy` with several outputs. */
  readonly name: string;
  readonly metric: Metric;
  readonly weighted: boolean;
}

export interface ResolvedOutput {
  readonly name: string;
  /** Place among the model's outputs. */
  readonly index: number;
  readonly loss: Loss | null;
  /** First factor of the loss in the total; editable as scalar `loss_weight/<name>`. */
  readonly lossWeight: number;
  readonly metrics: readonly LoggedMetric[];
}

/** What `compile` chose, resolved against the shapes of outputs and targets. */
export interface Resolved {
  readonly optimizer: Optimizer;
  readonly outputs: readonly ResolvedOutput[];
}

export const lossWeightName = (output: string): string => `loss_weight/${output}`;

/** `targets`: shape of each output's targets with a leading null batch, by output name. */
export function resolveCompiled(model: AnyModel, targets: Readonly<Record<string, SymbolicShape>>): Resolved {
  const spec = model.compiledOr('model.fit');
  const names = model.outputNames;
  const shapes: OutputShapes[] = model.outputs.map((t, i) => ({
    name: names[i]!,
    output: t.shape,
    target: targets[names[i]!] ?? t.shape,
  }));
  const losses = resolveLosses(spec.loss, shapes);
  if (losses.every((loss) => loss === null)) {
    throw configError({ where: 'model.compile', must: 'at least one output needs a loss', got: 'none' });
  }
  const weights = resolveLossWeights(spec.lossWeights, names);
  const plain = resolveMetrics(spec.metrics, shapes);
  const weighted = resolveMetrics(spec.weightedMetrics, shapes);
  const outputs = names.map((name, index): ResolvedOutput => {
    const logged = (metric: Metric, isWeighted: boolean): LoggedMetric => ({
      name: names.length === 1 ? metric.name : `${name}_${metric.name}`,
      metric,
      weighted: isWeighted,
    });
    const metrics = [...plain[index]!.map((m) => logged(m, false)), ...weighted[index]!.map((m) => logged(m, true))];
    return { name, index, loss: losses[index]!, lossWeight: weights[index]!, metrics };
  });
  return { optimizer: resolveOptimizer(spec.optimizer), outputs };
}
