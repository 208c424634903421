import type { RecurrentAttrs, RecurrentSizes } from '../../graph/ops/recurrent.ts';
import { type CellActivationName, cellActivationCode } from '../../graph/ops/recurrent-activation.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { type Binding, type Dispatch, type KernelRequest, read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/*
 * What the kernels of the recurrent ops share: how steps and batch rows are dealt out to dispatches and threads.
 * Measured reasons for the choices stand in docs/notes/recurrence.md.
 */

/** How one recurrence is laid out on a device. */
export interface RecurrentForm {
  readonly name: string;
  /** All steps in one dispatch, each workgroup with rows of its own; otherwise one dispatch a step. */
  readonly sequence: boolean;
  /** Eight batch rows a thread instead of four. */
  readonly wide: boolean;
  /** The state is exchanged through workgroup memory instead of storage. */
  readonly shared: boolean;
  /** The four lanes of a subgroup read the exchanged values once and hand them to each other. */
  readonly share: boolean;
  /** Gradients read Uᵀ, made once, so that neighbouring threads read neighbours. */
  readonly transposed: boolean;
  lanes(units: number): number;
  applies(sizes: RecurrentSizes, device: DeviceFacts): boolean;
}

/** Batch rows of a workgroup. */
export const rowsOf = (form: RecurrentForm): number => (form.wide ? 8 : 4);

/** Least power of two from 32 on that holds the units, at most 256. */
const hardwareLanes = (units: number): number =>
  Math.min(256, Math.max(32, 2 ** Math.ceil(Math.log2(units))));

/** Units up to which a workgroup of real hardware re-reads the recurrent weights each step faster than dispatches start. */
const SEQUENCE_UNITS = 256;
/** Below this many units a step of a CPU adapter takes less time than its dispatch. */
const SMALL_UNITS = 96;

/** Sharing asks for subgroups of exactly the four threads of a workgroup, and as many units as whole subgroups. */
function canShare({ units }: RecurrentSizes, device: DeviceFacts): boolean {
  const subgroupsOfFour = device.subgroups && device.subgroupMinSize === 4 && device.subgroupMaxSize === 4;
  return device.adapterClass === 'software' && subgroupsOfFour && units % 4 === 0;
}

/** On a CPU adapter: whether the rows occupy both cores, or a step is too short for a dispatch of its own. */
const longWalk = ({ batch, units }: RecurrentSizes, device: DeviceFacts): boolean =>
  device.adapterClass === 'software' && (batch > 8 || units < SMALL_UNITS);

/** A CPU's vectors have four lanes, and a barrier among four costs as much as twenty loads, in larger groups far more. */
const four = (): number => 4;

/** Two rows of `vectors` vectors of four floats. */
const fitsWorkgroup = (vectors: number, { limits }: DeviceFacts): boolean =>
  2 * 16 * vectors <= limits.maxComputeWorkgroupStorageSize;

/**
 * Forms for a recurrence that exchanges `exchanged(units)` vectors of four rows a step through workgroup memory.
 * Best first; the last applies always.
 */
export function recurrentForms(exchanged: (units: number) => number): readonly RecurrentForm[] {
  const hardware = { wide: false, share: false, transposed: true, lanes: hardwareLanes } as const;
  const software = { wide: true, shared: false, transposed: false } as const;
  return [
    {
      ...hardware,
      name: 'sequence-shared',
      sequence: true,
      shared: true,
      applies: ({ units }, device) =>
        device.adapterClass === 'hardware' &&
        units <= SEQUENCE_UNITS &&
        fitsWorkgroup(exchanged(units), device),
    },
    {
      ...hardware,
      name: 'step-coalesced',
      sequence: false,
      shared: false,
      applies: (_sizes, device) => device.adapterClass === 'hardware',
    },
    {
      ...software,
      name: 'sequence-subgroup',
      sequence: true,
      share: true,
      lanes: four,
      applies: (sizes, device) => canShare(sizes, device) && longWalk(sizes, device),
    },
    { ...software, name: 'step-subgroup', sequence: false, share: true, lanes: four, applies: canShare },
    { ...software, name: 'sequence', sequence: true, share: false, lanes: four, applies: longWalk },
    { ...software, name: 'step', sequence: false, share: false, lanes: () => 32, applies: () => true },
  ];
}

/** Units that a thread of a gradient kernel computes at a time: sharing pays only when a value serves two. */
const gradientUnits = (form: RecurrentForm): number => (form.share ? 2 : 1);

/** Grid of a form: rows in x for a sequence, units in x and rows in y for a step. */
export function recurrentGrid(
  form: RecurrentForm,
  { batch, units }: RecurrentSizes,
  unitsAThread = 1,
): [number, number, number] {
  const groups = ceilDiv(batch, rowsOf(form));
  return form.sequence ? [groups, 1, 1] : [ceilDiv(units, unitsAThread * form.lanes(units)), groups, 1];
}

/** Grid of the gradient kernels. */
export const gradientGrid = (form: RecurrentForm, sizes: RecurrentSizes): [number, number, number] =>
  recurrentGrid(form, sizes, gradientUnits(form));

/** The conditions that say how a kernel is laid out. */
export const formConditions = ({ sequence, wide, shared, share }: RecurrentForm) => ({
  sequence,
  wide,
  shared_state: shared,
  share,
});

/** The same for the gradient kernels. */
export const gradientConditions = (form: RecurrentForm) => ({
  ...formConditions(form),
  transposed: form.transposed,
});

/** The steps that a form dispatches: 0, 1, .., or the whole sequence at once. */
export function dispatchSteps(form: RecurrentForm, count: number): readonly number[] {
  return form.sequence ? [0] : Array.from({ length: count }, (_, t) => t);
}

export const sizeParams = ({ steps, batch, units }: RecurrentSizes) => [
  u32('steps', steps),
  u32('batch', batch),
  u32('units', units),
];

/** `override` constants of a cell's shader. */
export function cellConstants(
  form: RecurrentForm,
  units: number,
  activation: CellActivationName,
  recurrentActivation?: CellActivationName,
): Record<string, number> {
  const constants: Record<string, number> = {
    LANES: form.lanes(units),
    ACTIVATION: cellActivationCode(activation),
  };
  if (recurrentActivation) constants.RECURRENT_ACTIVATION = cellActivationCode(recurrentActivation);
  return constants;
}

/** A rectangle of numbers that is set before or handed out after the steps. */
export interface StateCopy {
  readonly to: Binding;
  /** Nothing: zeros. */
  readonly from?: Binding | undefined;
  readonly rows: number;
  readonly units: number;
  readonly source?: number;
  readonly offset?: number;
  /** Elements of `to` from row to row; default the units. */
  readonly stride?: number;
  /** Elements of `to` from unit to unit; default 1. */
  readonly step?: number;
}

/** Copies or clears `rows` rows of a state. */
export function copyState(copy: StateCopy, device: DeviceFacts): Dispatch {
  const { to, from, rows, units, source = 0, offset = 0, stride = units, step = 1 } = copy;
  return {
    shader: 'rnn/begin',
    conditions: { given: from !== undefined },
    constants: {},
    params: [
      u32('rows', rows),
      u32('units', units),
      u32('source', source),
      u32('offset', offset),
      u32('stride', stride),
      u32('step', step),
    ],
    bind: from ? [to, from] : [to],
    workgroups: foldGrid(ceilDiv(rows * units, 64), device),
    flops: 0,
    bytes: (from ? 8 : 4) * rows * units,
    tail: false,
  };
}

/** Uᵀ for the gradient kernels of a form that reads it: the binding of the weights, bytes of scratch, and its making. */
export interface GradientWeights {
  readonly binding: Binding;
  readonly scratch: readonly number[];
  readonly begin: readonly Dispatch[];
}

/** `u` is the position of the input [H, G·H]; `index` the number of the scratch buffer. */
export function gradientWeights(
  form: RecurrentForm,
  { inputs, device }: Pick<KernelRequest, 'inputs' | 'device'>,
  u: number,
  index: number,
): GradientWeights {
  if (!form.transposed) return { binding: read('input', u), scratch: [], begin: [] };
  const [rows = 0, units = 0] = inputs[u]!.shape;
  const copy = { to: write('scratch', index), from: read('input', u), rows, units, stride: 1, step: rows };
  return {
    binding: read('scratch', index),
    scratch: [4 * rows * units],
    begin: [copyState(copy, device)],
  };
}

/**
 * Where a forward recurrence keeps its state: in the output hPrev where that is read, in a scratch ring of two rows where
 * it is not, or, when the buffers of one dispatch do not suffice, in a scratch buffer of T + 1 rows from which hPrev,
 * hs and hLast are copied at the end.
 */
export interface StatePlace {
  readonly binding: Binding;
  readonly period: number;
  /** Bytes of the scratch buffer, if it is one. */
  readonly scratch?: number;
  /** Outputs hs and hLast that the cell writes itself. */
  readonly hs: boolean;
  readonly last: boolean;
}

/** WebGPU's guaranteed number of storage buffers in a dispatch. */
export const MAX_STORAGE_BUFFERS = 8;

/** Outputs of a forward recurrence by index. */
export interface StateOutputs {
  readonly hs: number;
  readonly last: number;
  readonly hPrev: number;
}

/** Chooses the place, given how many other buffers the cell binds. `index` is the number of the scratch buffer. */
export function statePlace(
  { used }: Pick<KernelRequest, 'used'>,
  { steps, batch, units }: RecurrentSizes,
  out: StateOutputs,
  others: number,
  index: number,
): StatePlace {
  const bytes = 4 * batch * units;
  const scratch = write('scratch', index);
  const direct = others + 1 + Number(used[out.hs]) + Number(used[out.last]) <= MAX_STORAGE_BUFFERS;
  if (!direct)
    return { binding: scratch, period: steps + 1, scratch: (steps + 1) * bytes, hs: false, last: false };
  const flags = { hs: used[out.hs] === true, last: used[out.last] === true };
  if (used[out.hPrev]) return { binding: write('output', out.hPrev), period: steps, ...flags };
  return { binding: scratch, period: 2, scratch: 2 * bytes, ...flags };
}

/** What is left to copy out of a state buffer of T + 1 rows. */
export function copyOut(
  place: StatePlace,
  { used, device }: Pick<KernelRequest, 'used' | 'device'>,
  { steps, batch, units }: RecurrentSizes,
  out: StateOutputs,
): readonly Dispatch[] {
  if (place.period !== steps + 1) return [];
  const from = read(place.binding.from, place.binding.index);
  const copies = [
    { output: out.hPrev, rows: steps * batch, source: 0 },
    { output: out.hs, rows: steps * batch, source: batch * units },
    { output: out.last, rows: batch, source: steps * batch * units },
  ];
  return copies
    .filter(({ output }) => used[output])
    .map(({ output, rows, source }) =>
      copyState({ to: write('output', output), from, rows, units, source }, device),
    );
}

/** Positions of the inputs by name, for bindings. */
export const positions = (request: Pick<KernelRequest, 'inputs'>): readonly number[] =>
  request.inputs.map((_, i) => i);

/** Read bindings of inputs that are given. */
export const given = (...inputs: readonly (number | undefined)[]): Binding[] =>
  inputs.filter((i) => i !== undefined).map((i) => read('input', i));

/** Bytes of all operands, each once. */
export function operandBytes({ inputs, outputs, used }: KernelRequest<RecurrentAttrs>): number {
  const bytes = (shape: readonly number[]) => 4 * shape.reduce((n, d) => n * d, 1);
  const read = inputs.reduce((sum, { shape }) => sum + bytes(shape), 0);
  return outputs.reduce((sum, { shape }, i) => sum + (used[i] ? bytes(shape) : 0), read);
}
