import { CHARACTER_CODES } from '../data/tweet-pair.ts';
import type { Column } from '../data/types.ts';
import type { NamedArray } from '../train/inspect-call.ts';
import { rowOf } from './column-rows.ts';
import type { OpenRun } from './open-run.ts';
import type { InspectInfo, WireTensor } from './protocol.ts';
import { inputsOf } from './sample-kinds/sample-kind.ts';

type Activation = InspectInfo['activations'][number];

/** What recurrent layers trace at each step, in their order along the last axis: the names that the trainer gives the whole. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'gates i, f, g, o and cell before': [
    'input gate',
    'forget gate',
    'candidate',
    'output gate',
    'cell before the step',
  ],
  'gates z, r, h, n and state before': [
    'update gate',
    'reset gate',
    'candidate',
    'recurrent part',
    'state before the step',
  ],
};

/** The values of a call for one sample as a person looks at them: without the batch, gates apart, steps by their words. */
export function activationsShown(
  run: OpenRun,
  call: string,
  sample: number,
  arrays: readonly NamedArray[],
): Activation[] {
  const traced = arrays.filter(({ name }) => name !== 'output');
  if (traced.length === 0)
    return arrays.map(({ name, array }) => ({ name, tensor: oneOf(array), steps: null }));
  // The output of a recurrence is its states, or the last of them.
  const turn = turnOf(call);
  const steps = stepNames(run, turn, sample, traced[0]!.array.shape[0]!);
  return traced
    .flatMap(({ name, array }) => partsOf(name, overTime(array, turn)))
    .map((part) => ({ ...part, steps }));
}

/** Which call of a shared layer this is. */
const turnOf = (call: string): number => Number(/:(\d+)/.exec(call)?.[1] ?? 0);

/** [1, ...] as [...]; values of several steps or calls at once as they are. */
const oneOf = ({ shape, data }: NamedArray['array']): WireTensor => ({
  shape: shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape,
  data: data as Float32Array,
});

/** [steps, batch, units] as [steps, units]: calls of a shared layer are computed together, as one batch. */
function overTime({ shape, data }: NamedArray['array'], turn: number): WireTensor {
  const [steps = 1, batch = 1, units = 1] = shape;
  const own = new Float32Array(steps * units);
  for (let step = 0; step < steps; step++) {
    const from = (step * batch + Math.min(turn, batch - 1)) * units;
    own.set((data as Float32Array).subarray(from, from + units), step * units);
  }
  return { shape: [steps, units], data: own };
}

/** The parts of a trace [steps, parts · units], each [steps, units]; anything else as it is. */
function partsOf(name: string, tensor: WireTensor): Omit<Activation, 'steps'>[] {
  const names = PARTS[name];
  const [steps, width] = tensor.shape;
  if (names === undefined || steps === undefined || width === undefined || width % names.length !== 0)
    return [{ name, tensor }];
  const units = width / names.length;
  return names.map((part, k) => {
    const data = new Float32Array(steps * units);
    for (let step = 0; step < steps; step++) {
      const from = step * width + k * units;
      data.set((tensor.data as Float32Array).subarray(from, from + units), step * units);
    }
    return { name: part, tensor: { shape: [steps, units], data } };
  });
}

/** What a model reads at each step: the words or characters of the input that is as long; null where there is none. */
function stepNames(run: OpenRun, turn: number, sample: number, steps: number): readonly string[] | null {
  const long = inputsOf(run).filter(([, column]) => isText(column) && column.shape[0] === steps);
  // The second call of a shared layer reads the second of such inputs.
  const column = (long[turn] ?? long[0])?.[1];
  if (column === undefined) return null;
  const { names } = column;
  return Array.from(rowOf(column, sample).data, (id) => names?.[id] ?? String.fromCharCode(id));
}

/** Ids of words have names; ids without are the codes of characters. */
const isText = ({ encoding, names, depth }: Column): boolean =>
  encoding !== 'scale' && (names !== undefined || depth === CHARACTER_CODES);
