import type { Loss, LossFactory } from '../losses/loss.ts';
import { defineMeanMetric } from './mean-metric.ts';
import type { Metric, MetricFactory } from './metric.ts';

/** The mean of a loss's values per sample as a metric, under Keras's names for it. */
export function defineLossMetric<O extends object>(
  { def }: LossFactory<O>,
  names: { readonly name?: string; readonly className?: string; readonly instanceName?: string } = {},
): MetricFactory<O> {
  return defineMeanMetric<O>({
    name: names.name ?? def.name,
    className: names.className ?? def.className,
    instanceName: names.instanceName,
    aliases: def.aliases,
    defaults: def.defaults,
    targets: def.targets,
    check: def.check,
    direction: 'down',
    values: def.build,
  });
}

/** A loss object as a metric: the mean of its values per sample, logged under the loss's name. */
export function lossAsMetric(loss: Loss): Metric {
  return defineMeanMetric<object>({
    name: loss.name,
    className: loss.className,
    defaults: {},
    targets: loss.targets,
    direction: 'down',
    values: (b, yTrue, yPred) => loss.perSample(b, yTrue, yPred),
  })();
}
