import { configError } from '../core/errors.ts';
import type { SymbolicShape } from '../core/shape.ts';
import { lossKeys, metricKeys } from '../nn/log-keys.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Metric } from '../nn/metrics/metric.ts';
import type { AnyModel } from '../nn/model.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { type OutputShapes, resolveLosses, resolveLossWeights, resolveMetrics } from '../nn/resolve.ts';

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
  /** Name of the loss in logs, `main_output_loss`; null where the model has only one, which is logged as `loss`. */
  readonly lossKey: string | null;
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

/** First values of the scalars that weigh the losses. */
export function lossWeights(resolved: Resolved | null): Record<string, number> {
  return Object.fromEntries((resolved?.outputs ?? []).map((o) => [lossWeightName(o.name), o.lossWeight]));
}

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
  const keys = metricKeys(names, plain, weighted);
  const losskeys = lossKeys(names, losses);
  const logged = (metrics: readonly Metric[], own: readonly string[], isWeighted: boolean): LoggedMetric[] =>
    metrics.map((metric, i) => ({ name: own[i]!, metric, weighted: isWeighted }));
  const outputs = names.map(
    (name, i): ResolvedOutput => ({
      name,
      index: i,
      loss: losses[i]!,
      lossKey: losskeys[i]!,
      lossWeight: weights[i]!,
      metrics: [
        ...logged(plain[i]!, keys.plain[i]!, false),
        ...logged(weighted[i]!, keys.weighted[i]!, true),
      ],
    }),
  );
  return { optimizer: spec.optimizer, outputs };
}
