import { configError } from '../../core/errors.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { readOptions } from '../read-options.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** Options that every optimizer takes, after Keras's base class. At most one of the three ways of clipping. */
export interface CommonOptions {
  /** Each step first multiplies the weights by 1 − learningRate · weightDecay. Default null: none. */
  readonly weightDecay: number | null;
  /** Limits the norm of the gradient of each weight by itself. Default null. */
  readonly clipnorm: number | null;
  /** Limits each element of the gradients to [−v, v]. Default null. */
  readonly clipvalue: number | null;
  /** Limits the norm of all gradients together. Default null. */
  readonly globalClipnorm: number | null;
}

const COMMON: CommonOptions = { weightDecay: null, clipnorm: null, clipvalue: null, globalClipnorm: null };

/** A tensor of optimizer state beside each weight, filled with `initial` at the start. */
export interface Slot {
  readonly name: string;
  readonly initial: number;
}

/**
 * How a rule treats the rows of a table one by one: rows without a gradient keep their weights, and of the state at most one slot
 * changes, by a factor. Then a step need only touch the rows that were looked up (`update_rows`).
 */
export interface RowRule {
  /** Null: there is no state. */
  readonly average: AverageRule | null;
}

/** A slot v of mean squares: v ← ρ·v + (1 − ρ)·g², w ← w − η·g / √(v + ε); and the scalars ρ, 1 − ρ and ε by name. */
export interface AverageRule {
  readonly slot: string;
  readonly keep: string;
  readonly take: string;
  readonly epsilon: string;
}

/** What an update rule is given. All tensors have one shape: one weight, or all weights in one flat vector. */
export interface UpdateContext {
  readonly b: Builder;
  readonly param: ValueId;
  readonly grad: ValueId;
  /** The slots in the order of `slots(options)`. */
  readonly slots: readonly ValueId[];
  /** A number of this step by name, one of those that `scalars` gives. */
  scalar(name: string): ValueId;
}

export interface UpdateResult {
  readonly param: ValueId;
  readonly slots: readonly ValueId[];
}

/** One optimizer: a row of the table. `O` are its own options, without the learning rate and the common ones. */
export interface OptimizerDef<O extends object> {
  /** Keras's name, the class name in lower case: `rmsprop`. */
  readonly name: string;
  readonly className: string;
  readonly learningRate: number;
  readonly defaults: O;
  /** Common options whose default differs (AdamW's weight decay). */
  readonly common?: Partial<CommonOptions>;
  /** Throws a config error where an option has no sense. */
  check?(options: O): void;
  slots(options: O): readonly Slot[];
  /**
   * The numbers that the rule needs in step `step` (1 for the first): data of the step, computed on the host in float32
   * as Keras does, so that a hyperparameter can be edited while training and no shader needs a power.
   */
  scalars(options: O, learningRate: number, step: number): Readonly<Record<string, number>>;
  /** The same rule by rows, where these options allow that. */
  rows?(options: O): RowRule | null;
  /** The rule, elementwise throughout. */
  update(context: UpdateContext, options: O): UpdateResult;
}

export type OptimizerOptions<O extends object> = Partial<O> &
  Partial<CommonOptions> & { readonly learningRate?: number | Schedule; readonly name?: string };

/** Makes an optimizer from options, or from the learning rate alone: `adam(0.01)`. */
export type OptimizerFactory<O extends object> = ((
  options?: OptimizerOptions<O> | number | Schedule,
) => Optimizer) & {
  readonly def: OptimizerDef<O>;
};

export function defineOptimizer<O extends object>(def: OptimizerDef<O>): OptimizerFactory<O> {
  const create = (given: OptimizerOptions<O> | number | Schedule = {}): Optimizer =>
    new Optimizer(def, isRate(given) ? ({ learningRate: given } as OptimizerOptions<O>) : given);
  return Object.assign(create, { def });
}

const isRate = (x: object | number): x is number | Schedule => typeof x === 'number' || isSchedule(x);

const isSchedule = (x: unknown): x is Schedule => typeof x === 'object' && x !== null && 'rateAt' in x;

/** Numbers that may be changed while training; the rest of the options decides the structure of the graph. */
type Hyperparameters = Record<string, unknown>;

/**
 * An optimizer with its options set. It holds no tensors: the trainer keeps the slots and asks `scalarsAt` for the numbers
 * of each step. The graph is built by `applyOptimizer` (apply-optimizer.ts).
 */
export class Optimizer {
  readonly kind = 'optimizer';
  readonly name: string;
  readonly className: string;
  private rate: number | Schedule;
  private values: Hyperparameters;
  private readonly def: OptimizerDef<object>;

  constructor(def: OptimizerDef<object>, given: OptimizerOptions<object>) {
    const defaults = { learningRate: def.learningRate, ...COMMON, ...def.common, ...def.defaults };
    const { learningRate, ...values } = readOptions(def.className, defaults, given, [
      'name',
    ]) as Hyperparameters;
    this.def = def;
    this.name = given.name ?? def.name;
    this.className = def.className;
    this.rate = checkRate(def.className, learningRate);
    this.values = values;
    checkClipping(def.className, this.common);
    def.check?.(values);
  }

  /** All options in Keras's meaning and camel case; `learningRate` is a number or a schedule. */
  getConfig(): Readonly<Record<string, unknown>> {
    return { name: this.name, learningRate: this.rate, ...this.values };
  }

  get common(): CommonOptions {
    return this.values as unknown as CommonOptions;
  }

  /** State tensors beside each weight. */
  get slots(): readonly Slot[] {
    return this.def.slots(this.values);
  }

  /** The schedule that drives the learning rate, or null. */
  get schedule(): Schedule | null {
    return typeof this.rate === 'number' ? null : this.rate;
  }

  /** Lets another schedule drive the rate from the next step on. A config error where a number does. */
  set schedule(schedule: Schedule) {
    if (this.schedule === null) {
      throw configError({ where: this.className, must: 'a schedule can take only the place of a schedule' });
    }
    this.rate = schedule;
  }

  /** The learning rate; with a schedule, its first. See `learningRateAt`. */
  get learningRate(): number {
    return this.learningRateAt(0);
  }

  /** Takes effect with the next step. A config error where a schedule drives the rate, as in Keras. */
  set learningRate(rate: number) {
    if (this.schedule !== null) {
      const must = 'learningRate can be set only where it is a number, not a schedule';
      throw configError({
        where: this.className,
        must,
        got: this.schedule.className,
        try: 'a learningRate given as a number at compile',
      });
    }
    this.rate = checkRate(this.className, rate);
  }

  /** The learning rate of the step after `iterations` steps. */
  learningRateAt(iterations: number): number {
    return typeof this.rate === 'number' ? this.rate : this.rate.rateAt(iterations);
  }

  /**
   * Changes a numeric hyperparameter (`momentum`, `beta1`, `weightDecay`, ...) while training. What changes the structure
   * (momentum from 0 to another value, clipping that was off) is a config error: it takes a new compile.
   */
  set(name: string, value: number): void {
    if (name === 'learningRate') {
      this.learningRate = value;
      return;
    }
    const before = this.values[name];
    if (typeof before !== 'number') throw this.notNumeric(name, before);
    const values = { ...this.values, [name]: value };
    this.def.check?.(values);
    if (this.def.slots(values).length !== this.slots.length) throw this.structural(name, value);
    this.values = values;
  }

  /** The numbers of the step after `iterations` steps, by the names of the scalar inputs that the graph asks for. */
  scalarsAt(iterations: number): Readonly<Record<string, number>> {
    const learningRate = this.learningRateAt(iterations);
    const { weightDecay, clipnorm, clipvalue, globalClipnorm } = this.common;
    const common = { weight_decay: weightDecay, clipnorm, clipvalue, global_clipnorm: globalClipnorm };
    const set = Object.entries(common).filter((entry): entry is [string, number] => entry[1] !== null);
    const own = this.def.scalars(this.values, learningRate, iterations + 1);
    return { learning_rate: learningRate, ...Object.fromEntries(set), ...own };
  }

  /** How it updates a table by rows; null where a row without a gradient changes in other ways, or with clipping and weight decay. */
  get rowRule(): RowRule | null {
    const { weightDecay, clipnorm, clipvalue, globalClipnorm } = this.common;
    const bare = [weightDecay, clipnorm, clipvalue, globalClipnorm].every((option) => option === null);
    return bare ? (this.def.rows?.(this.values) ?? null) : null;
  }

  /** The bare rule, without clipping and weight decay. */
  update(context: UpdateContext): UpdateResult {
    return this.def.update(context, this.values);
  }

  private notNumeric(name: string, value: unknown): Error {
    const names = Object.keys(this.values).filter((key) => typeof this.values[key] === 'number');
    return configError({
      where: this.className,
      must: `hyperparameters that can change are ${['learningRate', ...names].join(', ')}`,
      got: value === null ? `'${name}', which was off at compile` : `'${name}'`,
      try: 'compile with the new optimizer',
    });
  }

  private structural(name: string, value: number): Error {
    return configError({
      where: this.className,
      must: `${name} cannot become ${value} while training, for it needs other state`,
      got: String(this.values[name]),
      try: 'compile with the new optimizer',
    });
  }
}

function checkRate(where: string, rate: unknown): number | Schedule {
  if (isSchedule(rate) || (typeof rate === 'number' && Number.isFinite(rate) && rate >= 0)) return rate;
  throw configError({
    where,
    must: 'learningRate is a number of at least 0 or a schedule',
    got: String(rate),
    try: 'learningRate: 0.001 or schedules.cosineDecay({ ... })',
  });
}

function checkClipping(where: string, { clipnorm, clipvalue, globalClipnorm }: CommonOptions): void {
  const set = Object.entries({ clipnorm, clipvalue, globalClipnorm }).filter(([, v]) => v !== null);
  if (set.length > 1) {
    const got = set.map(([name, v]) => `${name}: ${v}`).join(', ');
    throw configError({ where, must: 'only one of clipnorm, clipvalue, globalClipnorm may be set', got });
  }
}
