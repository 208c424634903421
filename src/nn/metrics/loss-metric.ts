import type { LossFactory } from '../losses/loss.ts';
import { defineMeanMetric } from './mean-metric.ts';
import type { MetricFactory } from './metric.ts';

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
