import { configError } from '../core/errors.ts';
import type { SymbolicShape } from '../core/shape.ts';
import type { CompiledSpec, LossSpec, MetricSpec, MetricsSpec, PerOutput } from './compile.ts';
import { findByName, kerasNames, type NamedFactory, unknownName } from './find-by-name.ts';
import type { Loss } from './losses/loss.ts';
import { losses } from './losses/table.ts';
import { lossAsMetric } from './metrics/loss-metric.ts';
import type { Metric } from './metrics/metric.ts';
import { metrics } from './metrics/table.ts';
import { Optimizer } from './optimizers/optimizer.ts';
import { optimizers } from './optimizers/table.ts';
import { byOutput, perOutput } from './per-output.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

const LOSSES = Object.values(losses) as readonly NamedFactory<Loss>[];
const METRICS = Object.values(metrics) as readonly NamedFactory<Metric>[];
const OPTIMIZERS = Object.values(optimizers) as readonly NamedFactory<Optimizer>[];

/** An output of a model and the targets given for it; the batch may be null. */
export interface OutputShapes {
  readonly name: string;
  readonly output: SymbolicShape;
  readonly target: SymbolicShape;
}

/** An optimizer by Keras's name (any case: `adam`, `RMSprop`), with default options, or the given object. */
export function resolveOptimizer(spec: string | object): Optimizer {
  if (spec instanceof Optimizer) return spec;
  const create = typeof spec === 'string' ? findByName(OPTIMIZERS, spec.toLowerCase()) : undefined;
  if (create === undefined) throw unknownName('model.compile', 'optimizer', spec, OPTIMIZERS);
  return create();
}

/**
 * A loss by name, with default options, or the given object. `crossentropy` and `ce` become the binary, sparse or
 * categorical one by the shapes, as in Keras.
 */
export function resolveLoss(spec: string | object, shapes: OutputShapes): Loss {
  if (isLoss(spec)) return trainable(spec);
  const name = typeof spec === 'string' ? spec : '';
  const create = ['crossentropy', 'ce'].includes(name.toLowerCase())
    ? byKind(shapes, CROSSENTROPIES)
    : findByName(LOSSES, name);
  if (create === undefined) throw unknownName('model.compile', 'loss', spec, LOSSES, ['crossentropy']);
  return create();
}

function trainable(loss: Loss): Loss {
  if (loss.reduction !== 'none') return loss;
  throw configError({
    where: 'model.compile',
    must: `the values of loss '${loss.name}' must be reduced to one number`,
    got: "reduction 'none'",
    try: "reduction 'sum_over_batch_size'",
  });
}

/**
 * A metric by name or the given object. `accuracy` and `acc` become the binary, sparse or categorical accuracy by the
 * shapes, as in Keras, and are logged under the name as written; names in camel case are logged in Keras's snake case.
 */
export function resolveMetric(spec: MetricSpec, shapes: OutputShapes): Metric {
  if (isLoss(spec)) return lossAsMetric(spec);
  if (isMetric(spec)) return spec;
  const name = typeof spec === 'string' ? spec : '';
  if (['accuracy', 'acc'].includes(name.toLowerCase()))
    return { ...byKind(shapes, ACCURACIES)(), name: spec as string };
  const create = findByName(METRICS, name);
  if (create === undefined) throw unknownName('model.compile', 'metric', spec, METRICS, ['acc']);
  return { ...create(), name: kerasNames(create.def).includes(name) ? name : create.def.name };
}

interface ByKind<F> {
  readonly binary: F;
  readonly sparse: F;
  readonly categorical: F;
}

const ACCURACIES: ByKind<NamedFactory<Metric>> = {
  binary: metrics.binaryAccuracy,
  sparse: metrics.sparseCategoricalAccuracy,
  categorical: metrics.categoricalAccuracy,
};

const CROSSENTROPIES: ByKind<NamedFactory<Loss>> = {
  binary: losses.binaryCrossentropy,
  sparse: losses.sparseCategoricalCrossentropy,
  categorical: losses.categoricalCrossentropy,
};

/** One output per row: binary. Targets without the class axis, or with one of size 1: class numbers. Else one-hot. */
function byKind<F>({ output, target }: OutputShapes, kinds: ByKind<F>): F {
  if (output.at(-1) === 1) return kinds.binary;
  return target.length < output.length || target.at(-1) === 1 ? kinds.sparse : kinds.categorical;
}

const kindOf = (x: unknown): unknown => (typeof x === 'object' && x !== null && 'kind' in x ? x.kind : null);
const isLoss = (x: unknown): x is Loss => kindOf(x) === 'loss';
const isMetric = (x: unknown): x is Metric => kindOf(x) === 'metric';
const isLossSpec = (x: unknown): x is LossSpec => x === null || typeof x === 'string' || isLoss(x);

/**
 * The loss of each output, null for outputs without one. A dictionary must name every output; an output that is not
 * trained gets null.
 */
export function resolveLosses(spec: PerOutput<LossSpec>, outputs: readonly OutputShapes[]): (Loss | null)[] {
  const names = outputs.map(({ name }) => name);
  return perOutput({ argument: 'loss', names, isOne: isLossSpec }, spec).map((one, i) => {
    if (one === undefined) throw missing('loss', names[i]!, 'null for an output without a loss');
    return one === null ? null : resolveLoss(one, outputs[i]!);
  });
}

/** The factor of each output's loss in the total, 1 where none is given. */
export function resolveLossWeights(spec: PerOutput<number> | null, names: readonly string[]): number[] {
  if (spec === null) return names.map(() => 1);
  const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);
  return perOutput({ argument: 'lossWeights', names, isOne: isNumber }, spec).map((weight, i) => {
    if (weight === undefined) throw missing('lossWeights', names[i]!, 'a number for each output');
    return weight;
  });
}

function missing(argument: string, output: string, remedy: string): Error {
  const must = `${argument} must have an entry for every output`;
  return configError({ where: 'model.compile', must, got: `none for '${output}'`, try: remedy });
}

/**
 * The metrics of each output. With one output all that is given belongs to it; with several a list has one entry (a metric
 * or a list of them) per output, and a dictionary may leave outputs out.
 */
export function resolveMetrics(spec: MetricsSpec, outputs: readonly OutputShapes[]): Metric[][] {
  const given = outputs.length === 1 && Array.isArray(spec) ? [spec.flat()] : spec;
  if (Array.isArray(given) && given.length === 0) return outputs.map(() => []);
  const names = outputs.map(({ name }) => name);
  return byOutput({ argument: 'metrics', names, isOne: isMetricEntry }, given).map((entry, i) => {
    const list = entry === undefined || entry === null ? [] : Array.isArray(entry) ? entry : [entry];
    return list.map((one: MetricSpec) => resolveMetric(one, outputs[i]!));
  });
}

/**
 * Throws where `compile` got what no training could use: unknown losses and metrics, entries for outputs that do not exist. What
 * depends on the targets (which accuracy) is decided when they come.
 */
export function checkChoices(
  spec: Pick<CompiledSpec, 'loss' | 'lossWeights' | 'metrics' | 'weightedMetrics'>,
  outputs: readonly SymbolicTensor[],
  names: readonly string[],
): void {
  const shapes = outputs.map(({ shape }, i) => ({ name: names[i]!, output: shape, target: shape }));
  resolveLosses(spec.loss, shapes);
  resolveLossWeights(spec.lossWeights, names);
  resolveMetrics(spec.metrics, shapes);
  resolveMetrics(spec.weightedMetrics, shapes);
}

type MetricEntry = MetricSpec | readonly MetricSpec[] | null;

const isMetricEntry = (x: unknown): x is MetricEntry =>
  x === null ||
  typeof x === 'string' ||
  isMetric(x) ||
  isLoss(x) ||
  (Array.isArray(x) && x.every(isMetricOne));

const isMetricOne = (x: unknown): x is MetricSpec => typeof x === 'string' || isMetric(x) || isLoss(x);
