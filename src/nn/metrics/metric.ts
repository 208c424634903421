import type { Shape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { fitTargets, type TargetKind } from '../losses/fit-targets.ts';
import { readOptions } from '../read-options.ts';

/** What a metric is computed from in one batch. */
export interface MetricInputs {
  readonly yTrue: ValueId;
  readonly yPred: ValueId;
  /** Sample weights [B] or as the values; null: all one. */
  readonly weight?: ValueId | null;
  /** The mask that the output carries, 0 or 1; metrics that are means leave masked entries out. */
  readonly mask?: ValueId | null;
}

/** The same, checked, with ranks matched and targets float32 (or int32 class numbers). */
export interface MetricArgs {
  readonly b: Builder;
  readonly yTrue: ValueId;
  readonly yPred: ValueId;
  readonly weight: ValueId | null;
  readonly mask: ValueId | null;
  /** Names the metric in errors. */
  readonly where: string;
}

/** One metric: a row of the table. Its state over an epoch is the sum of the vectors of the batches. */
export interface MetricDef<O extends object> {
  /** Keras's name, `sparse_categorical_accuracy`. */
  readonly name: string;
  readonly className: string;
  /** The `name` of an instance where Keras's differs. */
  readonly instanceName?: string;
  readonly aliases?: readonly string[];
  readonly defaults: O;
  readonly targets: TargetKind;
  /** Whether larger is better: what `mode: 'auto'` of the callbacks goes by. */
  readonly direction: 'up' | 'down';
  /** Throws a config error where an option has no sense. */
  check?(options: O): void;
  /** Length of the state, from the output's shape. */
  size(options: O, output: Shape): number;
  /** The batch's contribution, float32 [size]. */
  build(args: MetricArgs, options: O): ValueId;
  /** The value from the sums of an epoch: a number, or a list where Keras gives one. */
  result(sums: Float64Array, options: O): number | number[];
}

/** A metric with its options set, as `compile` takes it. */
export interface Metric {
  readonly kind: 'metric';
  readonly name: string;
  readonly className: string;
  readonly options: object;
  readonly targets: TargetKind;
  readonly direction: 'up' | 'down';
  size(output: Shape): number;
  /** Adds the batch's contribution to the graph: float32 [size]. `where` names metric and output in errors. */
  sums(b: Builder, inputs: MetricInputs, where?: string): ValueId;
  result(sums: Float64Array): number | number[];
}

export type MetricOptions<O extends object> = Partial<O> & { readonly name?: string };

export type MetricFactory<O extends object> = ((options?: MetricOptions<O>) => Metric) & {
  readonly def: MetricDef<O>;
};

export function defineMetric<O extends object>(def: MetricDef<O>): MetricFactory<O> {
  const create = (given: MetricOptions<O> = {}): Metric => makeMetric(def, given);
  return Object.assign(create, { def });
}

function makeMetric<O extends object>(def: MetricDef<O>, given: MetricOptions<O>): Metric {
  const options = readOptions(def.className, def.defaults, given, ['name']);
  def.check?.(options);
  const name = given.name ?? def.instanceName ?? def.name;
  return {
    kind: 'metric',
    name,
    className: def.className,
    options,
    targets: def.targets,
    direction: def.direction,
    size: (output) => def.size(options, output),
    sums: (b, { yTrue, yPred, weight = null, mask = null }, where = `metric '${name}'`) => {
      const [target, output] = fitTargets(b, def.targets, where, yTrue, yPred);
      return def.build({ b, yTrue: target, yPred: output, weight, mask, where }, options);
    },
    result: (sums) => def.result(sums, options),
  };
}
