import { interopError } from '../../core/errors.ts';
import { type JsonObject, type JsonValue, parseBoundedJson } from '../bounded-json.ts';
import { list, oneOf, text, whole } from '../schema.ts';
import { BYTES, LIMITS, METADATA, type SafeDType, type SafeTensor, type SafeTensorsFile } from './format.ts';

const WHERE = 'safetensors file';

const readDType = oneOf(...(Object.keys(BYTES) as SafeDType[]));
const readShape = list(whole(0, 2 ** 32), LIMITS.rank);
const readOffsets = list(whole(), 2);
const readText = text(LIMITS.header);

/**
 * Reads a safetensors file; tensors are views of `file`. The header is checked as a whole: limits of size, count and rank, known
 * types, shapes that agree with the bytes, tensors that fill the file without gap or overlap. Errors are InteropErrors.
 */
export function readSafeTensors(file: Uint8Array): SafeTensorsFile {
  const { header, data } = split(file);
  const tensors: SafeTensor[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  if (header.size > LIMITS.tensors + 1) throw fault(`at most ${LIMITS.tensors} tensors`, `${header.size}`);
  for (const [name, value] of header) {
    if (name === METADATA) metadata = readMetadata(value);
    else tensors.push(readTensor(name, value, data));
  }
  checkCoverage(tensors, data);
  return { metadata, tensors };
}

function split(file: Uint8Array): { header: JsonObject; data: Uint8Array } {
  if (file.length < 8) throw fault('begins with the length of its header', `${file.length} bytes`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const most = Math.min(LIMITS.header, file.length - 8);
  if (length > most) throw fault(`has a header of at most ${most} bytes`, `${length}`);
  const words = decode(file.subarray(8, 8 + length));
  const values = 8 * LIMITS.tensors + LIMITS.texts + 16;
  const header = parseBoundedJson(`${WHERE}, header`, words, { depth: 4, values });
  if (!(header instanceof Map)) throw fault('has an object as header', 'another value');
  return { header, data: file.subarray(8 + length) };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault('has a header in UTF-8', 'other bytes');
  }
}

function readMetadata(value: JsonValue): ReadonlyMap<string, string> {
  if (!(value instanceof Map) || value.size > LIMITS.texts)
    throw fault(`has metadata of at most ${LIMITS.texts} texts`, 'other metadata');
  const entries = [...(value as JsonObject)];
  return new Map(entries.map(([name, x]) => [name, readText(x, `${WHERE}, metadata ${name}`)]));
}

function readTensor(name: string, value: JsonValue, data: Uint8Array): SafeTensor {
  if (name.length > LIMITS.nameLength)
    throw fault(`has names of at most ${LIMITS.nameLength}`, 'a longer one');
  const where = `${WHERE}, tensor ${name}`;
  if (!(value instanceof Map)) throw interopError({ where, must: 'must be an object' });
  const entry = value as JsonObject;
  const dtype = readDType(entry.get('dtype'), `${where}, dtype`);
  const shape = readShape(entry.get('shape'), `${where}, shape`);
  const offsets = readOffsets(entry.get('data_offsets'), `${where}, data_offsets`);
  const [begin = -1, end = -1] = offsets;
  const bytes = shape.reduce((n, d) => n * d, BYTES[dtype]);
  if (begin > end || end > data.length || end - begin !== bytes) {
    const must = `its place must hold the ${bytes} bytes of its shape within the ${data.length} of the file`;
    throw interopError({ where, must, got: `[${offsets}]` });
  }
  return { name, dtype, shape, bytes: data.subarray(begin, end) };
}

/** Each byte belongs to one tensor. */
function checkCoverage(tensors: readonly SafeTensor[], data: Uint8Array): void {
  const spans = tensors
    .map(({ bytes }) => [bytes.byteOffset - data.byteOffset, bytes.length] as const)
    .filter(([, length]) => length > 0)
    .sort((a, b) => a[0] - b[0]);
  let at = 0;
  for (const [begin, length] of spans) {
    if (begin !== at) throw fault('has tensors without gap or overlap', `a break at byte ${at}`);
    at += length;
  }
  if (at !== data.length) throw fault(`ends with its last tensor at byte ${at}`, `${data.length} bytes`);
}

const fault = (must: string, got: string): Error =>
  interopError({ where: WHERE, must, got, try: 'a file that this page or the safetensors library wrote' });
