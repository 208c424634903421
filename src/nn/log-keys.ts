import { invariant } from '../core/invariant.ts';
import type { Loss } from './losses/loss.ts';
import type { Metric } from './metrics/metric.ts';

/** Names in logs of the losses of single outputs: `main_output_loss`; none where the model has only one loss. */
export function lossKeys(
  names: readonly string[],
  perOutputLoss: readonly (Loss | null)[],
): (string | null)[] {
  invariant(names.length === perOutputLoss.length, 'a loss or null for every output');
  const several = perOutputLoss.filter((loss) => loss !== null).length > 1;
  return perOutputLoss.map((loss, i) => (several && loss !== null ? `${names[i]}_loss` : null));
}

/** Names in logs of the metrics and of the weighted metrics, in the same nesting. */
export interface MetricKeys {
  readonly plain: readonly (readonly string[])[];
  readonly weighted: readonly (readonly string[])[];
}

/**
 * Names of the metrics in logs as Keras gives them: with several outputs the output's name in front; a name used before
 * gets `_1`, `_2`; a weighted metric whose name is taken gets `weighted_` in front.
 */
export function metricKeys(
  names: readonly string[],
  plain: readonly (readonly Metric[])[],
  weighted: readonly (readonly Metric[])[],
): MetricKeys {
  const seen = new Map<string, number>();
  const prefixed = (output: string, name: string) => (names.length > 1 ? `${output}_${name}` : name);
  const numbered = (name: string): string => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
  const plainKeys = plain.map((list, i) => list.map(({ name }) => numbered(prefixed(names[i]!, name))));
  const weightedKeys = weighted.map((list, i) =>
    list.map(({ name }) => {
      const own = prefixed(names[i]!, name);
      return numbered(seen.has(own) ? prefixed(names[i]!, `weighted_${name}`) : own);
    }),
  );
  return { plain: plainKeys, weighted: weightedKeys };
}
