import { interopError } from '../../core/errors.ts';
import { sizeOf } from '../../core/shape.ts';
import { BYTES, METADATA, type SafeTensorsFile } from './format.ts';

/**
 * A safetensors file: the length of the header as 64 bits, the header as JSON, the tensors one behind the other.
 * Wide elements come first, so that each tensor begins at a multiple of its element.
 * Source: https://huggingface.co/docs/safetensors
 */
export function writeSafeTensors({ metadata, tensors }: SafeTensorsFile): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort((a, b) => BYTES[b.dtype] - BYTES[a.dtype]);
  const header: Record<string, unknown> = Object.create(null);
  if (metadata.size > 0) header[METADATA] = Object.fromEntries(metadata);
  let at = 0;
  for (const { name, dtype, shape, bytes } of sorted) {
    if (name === METADATA || name in header) throw twice(name);
    if (bytes.length !== sizeOf(shape) * BYTES[dtype]) throw misshapen(name, shape, bytes.length);
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const words = padded(new TextEncoder().encode(JSON.stringify(header)));
  const file = new Uint8Array(8 + words.length + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(words.length), true);
  file.set(words, 8);
  let to = 8 + words.length;
  for (const { bytes } of sorted) {
    file.set(bytes, to);
    to += bytes.length;
  }
  return file;
}

/** Spaces behind the header let the tensors begin at a multiple of eight bytes. */
function padded(words: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(words.length / 8) * 8).fill(0x20);
  out.set(words);
  return out;
}

const twice = (name: string): Error =>
  interopError({ where: 'safetensors', must: 'names of tensors must differ', got: `'${name}' twice` });

const misshapen = (name: string, shape: readonly number[], bytes: number): Error =>
  interopError({ where: name, must: `must have the bytes of its shape [${shape}]`, got: String(bytes) });
