import { required } from '../core/invariant.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import type { VariableStore } from '../gpu/buffers.ts';
import type { AnyModel } from '../nn/model.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import type { Weight, WeightHolder } from '../nn/weight.ts';
import { presentValues } from '../nn/weight-io.ts';
import {
  CLOCK,
  layoutWeights,
  ownName,
  PARAMS,
  rowSlotName,
  slotName,
  touchedName,
  type WeightLayout,
} from './weight-layout.ts';

/** The weights and optimizer state of a model as variables of a store: one set, whoever reads them. */
export class ModelOnDevice implements WeightHolder {
  readonly layout: WeightLayout;
  /** Host versions of the weights that were uploaded last. */
  private readonly uploaded = new Map<Weight, number>();
  private readonly weights: readonly Weight[];

  constructor(
    readonly store: VariableStore,
    readonly model: AnyModel,
    trained: readonly Weight[],
  ) {
    this.weights = model.weights;
    this.layout = layoutWeights(this.weights, trained, model.compiled?.optimizer ?? null);
  }

  /** Buffers for the weights: none before the step that reads them has been planned and fits the device. */
  private allocate(): void {
    const { layout, store } = this;
    if (layout.size > 0) store.buffer(PARAMS, 'float32', [layout.size]);
    for (const weight of layout.own) store.buffer(ownName(weight), 'float32', weight.shape);
  }

  /** Reads weights back from where another model that shares them trained them, so that `upload` gets their present values. */
  async claim(): Promise<void> {
    const held = this.weights.filter((w) => w.holder !== null && w.holder !== this);
    if (held.length > 0) await presentValues(held);
  }

  /** Copies weights that changed on the host (all of them the first time) to the device, which holds the truth from then on. */
  upload(): void {
    this.allocate();
    for (const { weight, offset } of this.layout.trained) {
      if (this.isStale(weight)) this.store.write(PARAMS, weight.read(), offset);
    }
    for (const weight of this.layout.own) {
      if (this.isStale(weight)) this.store.write(ownName(weight), weight.read());
    }
    for (const weight of this.weights) {
      this.uploaded.set(weight, weight.version);
      weight.holder = this;
    }
  }

  private isStale(weight: Weight): boolean {
    return this.uploaded.get(weight) !== weight.version || weight.holder !== this;
  }

  async read(weights: readonly Weight[]): Promise<void> {
    const wanted = new Set(weights);
    const places = this.layout.trained.filter((p) => wanted.has(p.weight));
    if (places.length > 0) {
      const flat = (await this.store.read(PARAMS)).data as Float32Array;
      for (const { weight, offset, length } of places) weight.value = flat.slice(offset, offset + length);
    }
    for (const weight of this.layout.own.filter((w) => wanted.has(w))) {
      weight.value = (await this.store.read(ownName(weight))).data as Float32Array;
    }
  }

  /** Gives the weights' values back to the host, so that the store may go. */
  async release(): Promise<void> {
    const held = this.weights.filter((w) => w.holder === this);
    await this.read(held);
    for (const weight of held) weight.holder = null;
  }

  /** Fills the optimizer's state with its first values. */
  resetOptimizer(optimizer: Optimizer): void {
    const { size, tables } = this.layout;
    for (const { name, initial } of optimizer.slots) {
      if (size > 0) this.fill(slotName(name), [size], initial);
      for (const table of tables) this.fill(rowSlotName(name, table), table.shape, initial);
    }
    if (this.layout.rule?.average) this.startClock();
  }

  private fill(name: string, shape: Shape, value: number): void {
    this.store.buffer(name, 'float32', shape);
    this.store.write(name, new Float32Array(sizeOf(shape)).fill(value));
  }

  /** No step is done, and no row of a table was updated. */
  private startClock(): void {
    const zeros = (name: string, shape: Shape) => {
      this.store.buffer(name, 'uint32', shape);
      this.store.write(name, new Uint32Array(sizeOf(shape)));
    };
    zeros(CLOCK, []);
    for (const table of this.layout.tables) zeros(touchedName(table), table.shape.slice(0, 1));
  }

  /** Place of a trained weight. */
  placeOf(weight: Weight) {
    return required(
      this.layout.trained.find((p) => p.weight === weight),
      `place of ${weight.path}`,
    );
  }
}
