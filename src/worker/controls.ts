import { configError } from '../core/errors.ts';
import { trainableLayers } from '../train/frozen-layers.ts';
import { withInitialRate } from '../train/initial-rate.ts';
import { lossWeightName } from '../train/resolved.ts';
import type { TrainingSession } from '../train/training-session.ts';
import { type OpenRun, TRAINABLE } from './open-run.ts';
import type { Control, ControlValue } from './protocol.ts';

/** Ids of the optimizer's own numbers: `optimizer/beta1`. */
const OPTIMIZER = 'optimizer/';

/** Whether a setting is one of the optimizer's own numbers. */
export const isOptimizers = (id: string): boolean => id.startsWith(OPTIMIZER);

/** All that a person may change of a run: the preset's settings, then what its optimizer, losses and layers offer. */
export function controlsOf(run: OpenRun): Control[] {
  const { preset, values } = run.request;
  const { rates } = run;
  const declared = preset.params.map(({ values: _, ...param }): Control => {
    const takes = param.takes === 'live' && canChange(run.session, rates, param.id) ? 'live' : 'plan';
    return { ...param, takes, value: values[param.id]! };
  });
  const known = new Set(declared.map((c) => c.id));
  const found = [
    ...optimizerControls(run),
    ...lossControls(run),
    ...rateControls(rates),
    ...layerControls(run),
  ];
  return [...declared, ...found.filter(({ id }) => !known.has(id))];
}

const canChange = (session: TrainingSession, rates: Readonly<Record<string, number>>, id: string): boolean =>
  id === 'epochs' ||
  (id === 'learningRate' && session.optimizer.schedule === null) ||
  id in session.hyperparameters ||
  id in rates;

const NUMBER = { kind: 'float', takes: 'live' } as const;

function optimizerControls({ session: { optimizer } }: OpenRun): Control[] {
  return Object.entries(optimizer.getConfig())
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] !== 'learningRate')
    .filter(([name, value]) => value !== 0 || takes(optimizer, name, 0.1))
    .map(([name, value]) => ({
      ...NUMBER,
      id: `${OPTIMIZER}${name}`,
      label: inWords(name),
      help: `${inWords(name)} of ${optimizer.className}. Takes effect with the next step.`,
      group: 'optimizer',
      ...rangeOf(optimizer, name),
      value,
    }));
}

/** Whether a number of the optimizer may take a value without another plan: momentum that was 0 may not. */
function takes(optimizer: TrainingSession['optimizer'], name: string, value: number): boolean {
  const before = optimizer.getConfig()[name] as number;
  try {
    optimizer.set(name, value);
    optimizer.set(name, before);
    return true;
  } catch {
    return false;
  }
}

function rangeOf(optimizer: TrainingSession['optimizer'], name: string): Partial<Control> {
  if (name === 'epsilon') return { min: 1e-12, max: 1, logarithmic: true };
  return { min: takes(optimizer, name, 0) ? 0 : 0.01, max: limitOf(name) };
}

/** Decays and momenta stay below 1; norms of gradients may be large. */
const limitOf = (name: string): number =>
  name.startsWith('clip') || name.startsWith('global') ? 1000 : 0.9999;

/** `globalClipnorm` → `Global clipnorm`. */
function inWords(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return `${spaced[0]!.toUpperCase()}${spaced.slice(1)}`;
}

function lossControls({ resolved, session }: OpenRun): Control[] {
  const losses = resolved.outputs.filter((o) => o.loss !== null);
  if (losses.length < 2) return [];
  return losses.map(({ name }) => ({
    ...NUMBER,
    id: lossWeightName(name),
    label: `Weight of ${name}`,
    help: `Factor of the loss of ${name} in the total. Takes effect with the next step.`,
    group: 'loss',
    min: 0,
    max: 100,
    value: session.hyperparameters[lossWeightName(name)]!,
  }));
}

/** Rates of dropout and other numbers that layers read anew in each step. */
function rateControls(rates: Readonly<Record<string, number>>): Control[] {
  return Object.entries(rates).map(([name, value]) => ({
    ...NUMBER,
    id: name,
    label: inWords(name.replaceAll('/', ' ')),
    help: 'Read anew in each step.',
    group: 'model',
    min: 0,
    max: name.endsWith('rate') ? 0.95 : 1000,
    value,
  }));
}

/** Which layers train: decided with the plan, for a frozen layer has no gradient to compute. */
function layerControls({ built: { model } }: OpenRun): Control[] {
  return Array.from(trainableLayers(model), ([path, { trainable }]) => ({
    kind: 'flag',
    takes: 'plan',
    id: `${TRAINABLE}${path}`,
    label: path,
    help: 'Whether training changes the weights of the layer.',
    group: 'layer',
    value: trainable,
  }));
}

/** The control with this id, after `value` was found to be one that it takes. Errors name the rule. */
export function checkedControl(controls: readonly Control[], id: string, value: ControlValue): Control {
  const control = controls.find((c) => c.id === id);
  if (control === undefined) {
    const known = controls.map((c) => c.id).join(', ');
    throw configError({ where: 'settings', must: `settings are ${known}`, got: `'${id}'` });
  }
  const must = broken(control, value);
  if (must === null) return control;
  throw configError({ where: control.label, must, got: String(value) });
}

/** The rule that `value` breaks, or null. */
function broken(
  { kind, options, min = -Infinity, max = Infinity }: Control,
  value: ControlValue,
): string | null {
  if (kind === 'flag') return typeof value === 'boolean' ? null : 'must be true or false';
  if (kind === 'choice') {
    return options!.includes(value as string) ? null : `must be one of ${options!.join(', ')}`;
  }
  if (typeof value !== 'number' || !(value >= min && value <= max))
    return `must be a number from ${min} to ${max}`;
  return kind === 'float' || Number.isInteger(value) ? null : `must be a whole number from ${min} to ${max}`;
}

function setRate(optimizer: TrainingSession['optimizer'], rate: number): void {
  if (optimizer.schedule === null) optimizer.learningRate = rate;
  else optimizer.schedule = withInitialRate(optimizer.schedule, rate);
}

/** Gives a live setting of the session its value; the next step reads it. */
export function applyLive(session: TrainingSession, id: string, value: ControlValue): void {
  const { optimizer } = session;
  if (id === 'learningRate') setRate(optimizer, value as number);
  else if (isOptimizers(id)) optimizer.set(id.slice(OPTIMIZER.length), value as number);
  else if (id in session.hyperparameters) session.hyperparameters[id] = value as number;
}

/** The value that a live setting of the session has; undefined for those that are not the session's. */
export function liveValue({ optimizer, hyperparameters }: TrainingSession, id: string): number | undefined {
  if (id === 'learningRate') return optimizer.learningRate;
  if (!id.startsWith(OPTIMIZER)) return hyperparameters[id];
  const value = optimizer.getConfig()[id.slice(OPTIMIZER.length)];
  return typeof value === 'number' ? value : undefined;
}
