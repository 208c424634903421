import { configError, shapeError } from '../core/errors.ts';
import { Prng } from '../core/prng.ts';
import { formatShape, type Shape, sameShape, sizeOf } from '../core/shape.ts';
import type { Initializer } from './initializers/initializer.ts';
import type { Regularizer } from './regularizers/regularizer.ts';

/** Keeps the values of weights where they are trained (on the GPU). */
export interface WeightHolder {
  /** Copies the present values of these weights into their host copies (`Weight.value`). */
  read(weights: readonly Weight[]): Promise<void>;
}

export interface WeightOptions {
  readonly name: string;
  /** `<layer>/<name>`, as Keras names variables. */
  readonly path: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  readonly trainable: boolean;
  readonly regularizer: Regularizer | null;
  /** Whether its layer only looks up rows of it. Default false. */
  readonly isTable?: boolean;
}

let created = 0;

/** A tensor that a layer owns: float32, on the host, on the device, or not yet made. */
export class Weight {
  /** Different for every weight of the page, for use where paths might be equal. */
  readonly id = created++;
  readonly name: string;
  readonly path: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | null;
  /** Whether rows of it are looked up and nothing else is done with it: a step may then update those rows alone. */
  readonly isTable: boolean;
  /** Whether training may change it at all; false for moving statistics. */
  readonly trainedByGradient: boolean;
  /** False also where the layer was frozen by `layer.trainable = false`. */
  trainable: boolean;
  /** Host copy; null until `initialize` or `set`. May be older than the holder's where `holder` is not null. */
  value: Float32Array | null = null;
  /** Counts changes made on the host, so that a holder sees that it must upload. */
  version = 0;
  /** Who has newer values than the host copy; null where the host copy is the truth. */
  holder: WeightHolder | null = null;

  constructor(options: WeightOptions) {
    this.name = options.name;
    this.path = options.path;
    this.shape = options.shape;
    this.initializer = options.initializer;
    this.regularizer = options.regularizer;
    this.isTable = options.isTable === true && options.regularizer === null;
    this.trainedByGradient = options.trainable;
    this.trainable = options.trainable;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Makes first values from `seed` (and stream, different for each weight of a model) unless it has some. */
  initialize(seed: number, stream: number): void {
    if (this.value !== null || this.holder !== null) return;
    this.value = this.initializer.create(this.shape, new Prng(seed, stream));
    this.version++;
  }

  /** Replaces the values. The data are copied. */
  set(data: ArrayLike<number>, shape: Shape): void {
    this.checkFits(data, shape);
    this.value = Float32Array.from(data);
    this.holder = null;
    this.version++;
  }

  /** Throws unless values of this shape may become the weight's. */
  checkFits(data: ArrayLike<number>, shape: Shape): void {
    const where = this.path;
    if (!sameShape(shape, this.shape)) {
      throw shapeError({
        where,
        must: `weights must have shape ${formatShape(this.shape)}`,
        got: formatShape(shape),
      });
    }
    if (data.length !== this.size) {
      throw shapeError({ where, must: `must have ${this.size} values`, got: `${data.length}` });
    }
  }

  /** The host copy, which must exist. */
  read(): Float32Array {
    if (this.value !== null) return this.value;
    throw configError({
      where: this.path,
      must: 'weights must have values before they are read',
      try: 'model.initialize(seed)',
    });
  }
}
