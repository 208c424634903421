import { dataError } from '../core/errors.ts';
import { idColumn, pixelColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { type RgbaImage, resizeInto } from './image-resize.ts';
import { mostFrequentShare } from './measure.ts';
import { splitByLabel } from './own-split.ts';
import { pacer } from './pacer.ts';
import type { Dataset, LoadContext, Split } from './types.ts';
import { wholeDataset } from './whole.ts';

/** What a person's pictures may take at most. */
export const IMAGE_LIMITS = { files: 50_000, classes: 1000, side: 8192, bytes: 512 * 2 ** 20, problems: 200 };

/** One picture file; its class is the folder that it lies in, such as `cat` of `pets/cat/1.png`. */
export interface ImageFile {
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

/** Turns a file into pixels; rejects when it is no picture. Injected: the worker has a decoder, Node needs one. */
export type DecodeImage = (bytes: Uint8Array, path: string) => Promise<RgbaImage>;

export interface ImageFolderOptions {
  readonly name: string;
  /** Side of the pictures as the model sees them, in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** Of the division into training and validation; default 1. */
  readonly seed?: number;
}

export interface ImageReport {
  readonly files: number;
  readonly used: number;
  readonly classes: readonly string[];
  /** The first 200 files that were left out, and why. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly problemCount: number;
}

/**
 * A data set from picture files in one folder per class: columns `pixels` (size, size, channels) and `label`. Files that
 * cannot be used are reported and left out. Nothing is sent anywhere. Errors: DataError when there are too many files
 * or pixels, or fewer than two classes are left.
 */
export async function datasetFromImages(
  files: readonly ImageFile[],
  decode: DecodeImage,
  options: ImageFolderOptions,
  context: Pick<LoadContext, 'onProgress' | 'signal'> = {},
): Promise<{ readonly dataset: Dataset; readonly report: ImageReport }> {
  const pictureBytes = checkLimits(files, options);
  const pixels = new Uint8Array(files.length * pictureBytes);
  const found: string[] = [];
  const problems: { path: string; message: string }[] = [];
  const pace = pacer(context, 'Reading pictures');
  for (const [i, file] of files.entries()) {
    try {
      const image = checkImage(await decode(await file.bytes(), file.path));
      const label = classOf(file.path);
      resizeInto(image, options.size, options.channels, pixels, found.length * pictureBytes);
      found.push(label);
    } catch (cause) {
      problems.push({ path: file.path, message: cause instanceof Error ? cause.message : String(cause) });
    }
    await pace((i + 1) / files.length);
  }
  const classes = classesOf(options.name, found, problems);
  const report = {
    files: files.length,
    used: found.length,
    classes,
    problems: problems.slice(0, IMAGE_LIMITS.problems),
    problemCount: problems.length,
  };
  return { dataset: build(options, found, pixels, pictureBytes, classes), report };
}

/** Bytes of one picture. Called before any file is read. */
function checkLimits(files: readonly ImageFile[], { name, size, channels }: ImageFolderOptions): number {
  const bytes = size * size * channels;
  if (files.length > IMAGE_LIMITS.files) {
    const must = `there may be at most ${IMAGE_LIMITS.files} files`;
    throw dataError({ where: name, must, got: `${files.length}`, try: 'fewer pictures' });
  }
  if (bytes * files.length > IMAGE_LIMITS.bytes) {
    const got = `${Math.ceil((bytes * files.length) / 2 ** 20)} MiB`;
    throw dataError({ where: name, must: 'the pixels must fit into 512 MiB', got, try: 'a smaller size' });
  }
  return bytes;
}

function checkImage(image: RgbaImage): RgbaImage {
  const { width, height, data } = image;
  const fits = width >= 1 && height >= 1 && Math.max(width, height) <= IMAGE_LIMITS.side;
  if (fits && data.length === width * height * 4) return image;
  throw new Error(`a picture has sides of 1 to ${IMAGE_LIMITS.side} pixels, this one ${width} x ${height}`);
}

function classOf(path: string): string {
  const folder = path.split('/').at(-2);
  if (folder !== undefined && folder !== '') return folder;
  throw new Error('the picture lies in no folder that names its class');
}

function classesOf(
  name: string,
  found: readonly string[],
  problems: readonly { message: string }[],
): string[] {
  const classes = [...new Set(found)].sort();
  if (classes.length >= 2 && classes.length <= IMAGE_LIMITS.classes && found.length >= 4) return classes;
  const hint = problems.length === 0 ? '' : `; first problem: ${problems[0]!.message}`;
  throw dataError({
    where: name,
    must: `at least 4 pictures in 2 to ${IMAGE_LIMITS.classes} folders must be left`,
    got: `${found.length} in ${classes.length}${hint}`,
    try: 'a folder for each class with pictures in it',
  });
}

function build(
  { name, size, channels, seed = 1 }: ImageFolderOptions,
  found: readonly string[],
  pixels: Uint8Array,
  pictureBytes: number,
  classes: readonly string[],
): Dataset {
  const ids = new Map(classes.map((label, id) => [label, id]));
  const labels = found.map((label) => ids.get(label)!);
  const parts = splitByLabel(labels, seed);
  const split = (rows: readonly number[]): Split => {
    const data = new Uint8Array(rows.length * pictureBytes);
    for (const [i, row] of rows.entries()) {
      data.set(pixels.subarray(row * pictureBytes, (row + 1) * pictureBytes), i * pictureBytes);
    }
    return new GrowingSplit(rows.length, [
      pixelColumn('pixels', data, [size, size, channels]),
      idColumn(
        'label',
        Int32Array.from(rows, (row) => labels[row]!),
        classes,
      ),
    ]);
  };
  const validation = split(parts.validation);
  return wholeDataset({
    id: 'images',
    title: name,
    train: split(parts.train),
    validation,
    classNames: classes,
    baseRates: { label: mostFrequentShare(validation.columns.label!.data) },
    provenance: {
      source: name,
      origin: 'Files of yours',
      licence: 'Yours',
      description: `${found.length} pictures in ${classes.length} classes, ${size} x ${size} pixels.`,
    },
  });
}
