import { interopError } from '../../core/errors.ts';
import { parseBoundedJson } from '../../interop/bounded-json.ts';
import { floatTensor, toFloats } from '../../interop/safetensors/floats.ts';
import type { SafeTensor, SafeTensorsFile } from '../../interop/safetensors/format.ts';
import { readSafeTensors } from '../../interop/safetensors/read.ts';
import { writeSafeTensors } from '../../interop/safetensors/write.ts';
import {
  fields,
  list,
  nullable,
  number,
  oneOf,
  type Reader,
  setting,
  table,
  text,
  whole,
} from '../../interop/schema.ts';
import type { RunState, Snapshot, SnapshotTensor } from '../../train/checkpoint/snapshot.ts';
import type { EpochLogs, PresetSize } from '../protocol.ts';
import type { Columns } from './curve-log.ts';

/** What a run was made from, as plain data. */
export interface RunAbout {
  readonly preset: string;
  readonly size: PresetSize;
  readonly values: Readonly<Record<string, number | string | boolean>>;
  readonly extras: Readonly<Record<string, number | string | boolean>>;
  readonly seed: number;
  /** A person's own model, as it was described; undefined: the preset's. */
  readonly model?: unknown;
}

/** A run as one file: what it was made from, its tensors and state, its curves. */
export interface RunFile {
  /** Null in files of others. */
  readonly about: RunAbout | null;
  /** Null in files of others, of which only the tensors are known. */
  readonly state: RunState | null;
  readonly tensors: readonly SnapshotTensor[];
  /** Tensors of types that no weight has. */
  readonly strange: readonly string[];
  readonly curves: Columns;
  readonly epochs: readonly EpochLogs[];
}

const CURVE = 'curves/';
/** Names of the texts in the file's metadata. */
const ABOUT = 'trainyard.run';
const STATE = 'trainyard.state';
const EPOCHS = 'trainyard.epochs';
const MODEL = 'trainyard.model';

/** The bytes of a safetensors file: readable by any library that reads the format, and by `readRunFile`. */
export function writeRunFile(
  { model, ...about }: RunAbout,
  { state, tensors }: Snapshot,
  curves: Columns,
  epochs: readonly EpochLogs[],
): Uint8Array<ArrayBuffer> {
  const metadata = new Map([
    ['format', 'pt'],
    [ABOUT, JSON.stringify(about)],
    [STATE, JSON.stringify(state)],
    [EPOCHS, JSON.stringify(epochs)],
  ]);
  if (model !== undefined) metadata.set(MODEL, JSON.stringify(model));
  const numbers = tensors.map(({ name, shape, data }) => floatTensor(name, shape, data));
  return writeSafeTensors({ metadata, tensors: [...numbers, ...Object.entries(curves).map(curveTensor)] });
}

function curveTensor([name, { buffer, byteOffset, byteLength, length }]: [string, Float64Array]): SafeTensor {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return { name: `${CURVE}${name}`, dtype: 'F64', shape: [length], bytes };
}

const readAbout = fields<Omit<RunAbout, 'model'>>({
  preset: text(100),
  size: oneOf('quick', 'default', 'seed'),
  values: table(setting, 200),
  extras: table(setting, 1000),
  seed: whole(0, 2 ** 32 - 1),
});

const COUNT = 2 ** 31;

/** Files from before kernels were chosen by measurement say nothing of it. */
const known =
  (read: Reader<Record<string, string>>): Reader<Record<string, string>> =>
  (value, where) =>
    value === undefined ? {} : read(value, where);

const readState = fields<RunState>({
  position: fields({ epoch: whole(0, COUNT), offset: whole(0, COUNT), iterations: whole(0, COUNT) }),
  seed: whole(0, 2 ** 32 - 1),
  piece: whole(1, COUNT),
  hyperparameters: table(number),
  optimizer: fields({ className: text(100), learningRate: nullable(number), numbers: table(number, 100) }),
  variants: known(table(text(1000), 5000)),
  sums: fields({
    losses: list((value, where) => pair(list(number, 2)(value, where), where), 1000),
    metrics: list(list(number, 1 << 20), 1000),
  }),
});

function pair([a, b]: readonly number[], where: string): [number, number] {
  if (a !== undefined && b !== undefined) return [a, b];
  throw interopError({ where, must: 'must be a pair of numbers' });
}

const readEpochs = list(
  fields<EpochLogs>({ epoch: whole(1, COUNT), step: whole(0, COUNT), logs: table(nullableNumber, 1000) }),
  100_000,
);

/** JSON has no NaN: it is written as null. */
function nullableNumber(...[value, where]: Parameters<typeof number>): number {
  return value === null ? Number.NaN : number(value, where);
}

/** Reads a run, or a file of tensors that others wrote. Errors are InteropErrors that name the place. */
export function readRunFile(file: Uint8Array): RunFile {
  const { metadata, tensors } = readSafeTensors(file);
  const curves = tensors.filter((t) => t.name.startsWith(CURVE));
  const others = tensors.filter((t) => !t.name.startsWith(CURVE)).map((t) => [t, toFloats(t)] as const);
  return {
    about: withModel(json(metadata, ABOUT, readAbout), metadata.get(MODEL)),
    state: json(metadata, STATE, readState),
    epochs: json(metadata, EPOCHS, readEpochs) ?? [],
    curves: readCurves(curves),
    strange: others.flatMap(([{ name }, data]) => (data === null ? [name] : [])),
    tensors: others.flatMap(([{ name, shape }, data]) => (data === null ? [] : [{ name, shape, data }])),
  };
}

/** The description is checked by what makes a model of it; here only that it is JSON within limits. */
function withModel(about: Omit<RunAbout, 'model'> | null, model: string | undefined): RunAbout | null {
  if (about === null || model === undefined) return about;
  parseBoundedJson(MODEL, model, { depth: 64, values: 1 << 17 });
  return { ...about, model: JSON.parse(model) };
}

function json<T>(
  metadata: SafeTensorsFile['metadata'],
  name: string,
  read: (value: ReturnType<typeof parseBoundedJson>, where: string) => T,
): T | null {
  const written = metadata.get(name);
  if (written === undefined) return null;
  return read(parseBoundedJson(name, written, { depth: 8, values: 1 << 21 }), name);
}

function readCurves(tensors: readonly SafeTensor[]): Columns {
  const lengths = new Set(tensors.map((t) => t.shape.join()));
  if (lengths.size > 1 || tensors.some((t) => t.dtype !== 'F64' || t.shape.length !== 1))
    throw interopError({ where: 'curves', must: 'must be equally long columns of 64-bit numbers' });
  const columns: Record<string, Float64Array> = Object.create(null);
  for (const { name, bytes } of tensors) columns[name.slice(CURVE.length)] = doubles(bytes);
  return columns;
}

/** A copy, for a view must begin at a multiple of eight bytes. */
const doubles = (bytes: Uint8Array): Float64Array => new Float64Array(bytes.slice().buffer);
