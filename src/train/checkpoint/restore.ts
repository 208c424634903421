import { formatShape, sameShape } from '../../core/shape.ts';
import type { Optimizer } from '../../nn/optimizers/optimizer.ts';
import { presentValues } from '../../nn/weight-io.ts';
import type { TrainingSession } from '../training-session.ts';
import { type OptimizerNumbers, type Snapshot, type SnapshotTensor, weightTensor } from './snapshot.ts';
import { type SavedVariable, savedVariables } from './variables.ts';
import { weightKeys } from './weight-keys.ts';

/** What a snapshot and a run have in common. */
export interface Fit {
  /** Names of the tensors that both have, in one shape. */
  readonly fitted: readonly string[];
  readonly misfits: readonly { readonly name: string; readonly why: string }[];
}

/** Compares the tensors of a snapshot with those of a run; nothing is changed. */
export function fitOf(session: TrainingSession, tensors: readonly SnapshotTensor[]): Fit {
  const places = savedVariables(session).flatMap((v) => v.places);
  const wanted = new Map(places.map((p) => [p.tensor, p.shape]));
  const given = new Map(tensors.map((t) => [t.name, t.shape]));
  const fitted: string[] = [];
  const misfits: { name: string; why: string }[] = [];
  for (const [name, shape] of given) {
    const own = wanted.get(name);
    if (own === undefined) misfits.push({ name, why: 'this model has no such tensor' });
    else if (sameShape(own, shape)) fitted.push(name);
    else misfits.push({ name, why: `has shape ${formatShape(shape)}, here it is ${formatShape(own)}` });
  }
  for (const name of wanted.keys()) if (!given.has(name)) misfits.push({ name, why: 'is not in the file' });
  return { fitted, misfits };
}

/**
 * Gives a prepared session all that a snapshot of an equal run holds: the next step is, bit for bit, the one that would have come
 * next there. Tensors that do not fit are left as they are, with the place of training as if they did; see `fitOf`.
 */
export async function restore(session: TrainingSession, { state, tensors }: Snapshot): Promise<void> {
  await restoreTensors(session, tensors);
  await session.takeVariants(state.variants);
  Object.assign(session.hyperparameters, known(session.hyperparameters, state.hyperparameters));
  setNumbers(session.optimizer, state.optimizer);
  await session.continueAt(state.position, state.seed, state.piece, state.sums);
}

/** Gives the session the tensors that fit by name and shape. */
export async function restoreTensors(
  session: TrainingSession,
  tensors: readonly SnapshotTensor[],
): Promise<void> {
  const given = new Map(tensors.map((t) => [t.name, t]));
  await session.fetch();
  const { catchUp } = session.program;
  await catchUp.ready();
  catchUp.run();
  await setWeights(session, given);
  for (const variable of savedVariables(session)) {
    const inside = variable.places.some((p) => p.tensor.startsWith('optimizer/') && fits(given, p));
    if (inside) writeSlots(session, variable, given);
  }
}

type Given = ReadonlyMap<string, SnapshotTensor>;

const fits = (given: Given, { tensor, shape }: SavedVariable['places'][number]): boolean => {
  const found = given.get(tensor);
  return found !== undefined && sameShape(found.shape, shape);
};

/** Values go by way of the weights, so that whoever else holds them sees the change. */
async function setWeights({ config, on }: TrainingSession, given: Given): Promise<void> {
  const keys = weightKeys(config.model.weights);
  const fitting = config.model.weights.filter((weight) => {
    const tensor = weightTensor(keys.get(weight)!);
    return fits(given, { tensor, shape: weight.shape, offset: 0, length: 0 });
  });
  await presentValues(config.model.weights.filter((w) => !fitting.includes(w)));
  for (const weight of fitting) weight.set(given.get(weightTensor(keys.get(weight)!))!.data, weight.shape);
  on.upload();
}

function writeSlots(session: TrainingSession, variable: SavedVariable, given: Given): void {
  const values = new Float32Array(variable.length).fill(variable.initial);
  for (const place of variable.places)
    if (fits(given, place)) values.set(given.get(place.tensor)!.data, place.offset);
  session.on.store.write(variable.variable, values);
}

const known = (
  own: Readonly<Record<string, number>>,
  given: Readonly<Record<string, number>>,
): Record<string, number> => Object.fromEntries(Object.entries(given).filter(([name]) => name in own));

/** Numbers of an optimizer of the same class; what it does not have or cannot change is left. */
function setNumbers(optimizer: Optimizer, { className, learningRate, numbers }: OptimizerNumbers): void {
  if (className !== optimizer.className) return;
  if (learningRate !== null && optimizer.schedule === null) optimizer.learningRate = learningRate;
  const config = optimizer.getConfig();
  for (const [name, value] of Object.entries(numbers))
    if (typeof config[name] === 'number') optimizer.set(name, value);
}
