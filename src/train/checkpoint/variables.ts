import type { Shape } from '../../core/shape.ts';
import type { Weight } from '../../nn/weight.ts';
import type { TrainingSession } from '../training-session.ts';
import { ownName, PARAMS, rowSlotName, slotName } from '../weight-layout.ts';
import { slotTensor, weightTensor } from './snapshot.ts';
import { weightKeys } from './weight-keys.ts';

/** Where a tensor of a snapshot lies within a variable, in elements. */
export interface TensorPlace {
  readonly tensor: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly length: number;
}

/** A variable of a run that training changes, and the tensors in it. */
export interface SavedVariable {
  readonly variable: string;
  readonly length: number;
  /** What fills the gaps between the tensors. */
  readonly initial: number;
  readonly places: readonly TensorPlace[];
}

/** The variables that hold weights and optimizer state: the flat vectors, then those of the weights that have their own. */
export function savedVariables({ on, optimizer, config }: TrainingSession): SavedVariable[] {
  const { layout } = on;
  const keys = weightKeys(config.model.weights);
  const flat = (variable: string, initial: number, name: (key: string) => string): SavedVariable => ({
    variable,
    length: layout.size,
    initial,
    places: layout.trained.map(({ weight, offset, length }) => ({
      tensor: name(keys.get(weight)!),
      shape: weight.shape,
      offset,
      length,
    })),
  });
  const trained = layout.size === 0 ? [] : [flat(PARAMS, 0, weightTensor)];
  const slots = layout.size === 0 ? [] : optimizer.slots;
  return [
    ...trained,
    ...slots.map(({ name, initial }) => flat(slotName(name), initial, (key) => slotTensor(name, key))),
    ...layout.own.map((weight) => whole(ownName(weight), 0, weightTensor(keys.get(weight)!), weight)),
    ...layout.tables.flatMap((table) =>
      optimizer.slots.map(({ name, initial }) =>
        whole(rowSlotName(name, table), initial, slotTensor(name, keys.get(table)!), table),
      ),
    ),
  ];
}

/** A variable that holds one tensor, of the shape of a weight. */
function whole(variable: string, initial: number, tensor: string, { shape, size }: Weight): SavedVariable {
  return { variable, length: size, initial, places: [{ tensor, shape, offset: 0, length: size }] };
}
