import { configError } from '../../core/errors.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { readOptions } from '../read-options.ts';
import { fitTargets, type TargetKind } from './fit-targets.ts';

/**
 * How the values of a batch become one number: `sum_over_batch_size` (the default) divides the sum by the number of
 * values, `sum` does not divide, `mean_with_sample_weight` divides by the sum of the sample weights, `none` leaves the values as
 * they are (a model cannot be compiled with it).
 */
export type Reduction = 'sum_over_batch_size' | 'mean' | 'sum' | 'mean_with_sample_weight' | 'none';

const REDUCTIONS: readonly Reduction[] = [
  'sum_over_batch_size',
  'mean',
  'sum',
  'mean_with_sample_weight',
  'none',
];

/** One loss function: a row of the table. */
export interface LossDef<O extends object> {
  /** Keras's function name, `mean_squared_error`. */
  readonly name: string;
  /** Keras's class name, `MeanSquaredError`. */
  readonly className: string;
  /** The `name` of an instance of the class where Keras's differs from the function's. */
  readonly instanceName?: string;
  /** Further names that Keras knows: `mse`, `MSE`. */
  readonly aliases?: readonly string[];
  readonly defaults: O;
  readonly targets: TargetKind;
  /** Throws a config error where an option has no sense. */
  check?(options: O): void;
  /** Values per sample: y [B, ..., C] → [B, ...]. Targets are float32 of y's shape, or int32 [B, ...] if sparse. */
  build(b: Builder, yTrue: ValueId, yPred: ValueId, options: O): ValueId;
  /** Which values count, 0 or 1 [B, ...], where the targets decide it; null: all. */
  mask?(b: Builder, yTrue: ValueId, options: O): ValueId | null;
}

/** A loss with its options set, as `compile` takes it. */
export interface Loss {
  readonly kind: 'loss';
  readonly name: string;
  readonly className: string;
  readonly options: object;
  readonly reduction: Reduction;
  readonly targets: TargetKind;
  /**
   * Values per sample, not reduced: [B, ..., C] → [B, ...]. `where` names the loss and the output in the error that
   * targets get which do not fit.
   */
  perSample(b: Builder, yTrue: ValueId, yPred: ValueId, where?: string): ValueId;
  /** Which of those values count, where the targets decide it (`ignoreClass`); null: all. */
  targetMask(b: Builder, yTrue: ValueId, yPred: ValueId, where?: string): ValueId | null;
}

export type LossOptions<O extends object> = Partial<O> & {
  readonly name?: string;
  readonly reduction?: Reduction;
};

/** Makes a loss from options; `factory.def` is its row. */
export type LossFactory<O extends object> = ((options?: LossOptions<O>) => Loss) & {
  readonly def: LossDef<O>;
};

export function defineLoss<O extends object>(def: LossDef<O>): LossFactory<O> {
  const create = (given: LossOptions<O> = {}): Loss => makeLoss(def, given);
  return Object.assign(create, { def });
}

function makeLoss<O extends object>(def: LossDef<O>, given: LossOptions<O>): Loss {
  const options = readOptions(def.className, def.defaults, given, ['name', 'reduction']);
  def.check?.(options);
  const name = given.name ?? def.instanceName ?? def.name;
  return {
    kind: 'loss',
    name,
    className: def.className,
    options,
    reduction: checkReduction(def.className, given.reduction ?? 'sum_over_batch_size'),
    targets: def.targets,
    perSample: (b, yTrue, yPred, where = `loss '${name}'`) =>
      def.build(b, ...fitTargets(b, def.targets, where, yTrue, yPred), options),
    targetMask: (b, yTrue, yPred, where = `loss '${name}'`) =>
      def.mask?.(b, fitTargets(b, def.targets, where, yTrue, yPred)[0], options) ?? null,
  };
}

function checkReduction(where: string, reduction: Reduction): Reduction {
  if (REDUCTIONS.includes(reduction)) return reduction;
  throw configError({ where, must: `reduction is one of ${REDUCTIONS.join(', ')}`, got: `'${reduction}'` });
}

/** A loss of your own: `build` gives values per sample from float32 targets of the output's shape. */
export function customLoss(name: string, build: LossDef<object>['build']): Loss {
  return defineLoss({ name, className: name, defaults: {}, targets: 'same', build })();
}

/** `label_smoothing` must lie in [0, 1). */
export function checkSmoothing(where: string, smoothing: number): void {
  if (smoothing >= 0 && smoothing < 1) return;
  throw configError({ where, must: 'labelSmoothing is from 0 to below 1', got: String(smoothing) });
}
