/** Element types of the format, and their bytes. */
export const BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;

export type SafeDType = keyof typeof BYTES;

/** A tensor as it lies in a file. */
export interface SafeTensor {
  readonly name: string;
  readonly dtype: SafeDType;
  readonly shape: readonly number[];
  /** Little-endian, row-major: a view of the file, copied by nobody. */
  readonly bytes: Uint8Array;
}

/** A file: tensors and texts by name. */
export interface SafeTensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly SafeTensor[];
}

/**
 * What a file may ask for; all of it is checked before anything of its size is made. A file itself is as large as it is.
 */
export const LIMITS = {
  /** Bytes of the header. */
  header: 16 << 20,
  tensors: 20_000,
  rank: 8,
  nameLength: 1000,
  /** Texts in the metadata. */
  texts: 100,
} as const;

/** Name of the texts in the header. */
export const METADATA = '__metadata__';
