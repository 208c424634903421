import { configError } from '../../core/errors.ts';
import { pictureSize } from '../../core/picture-size.ts';
import {
  type DecodeImage,
  datasetFromImages,
  IMAGE_LIMITS,
  type ImageFile,
} from '../../data/image-folder.ts';
import type { RgbaImage } from '../../data/image-resize.ts';
import type { Dataset, LoadContext } from '../../data/types.ts';
import { numberOf, rowOf } from '../column-rows.ts';
import type { DataReport, GivenData } from '../protocol.ts';
import { type Checked, checkValidation, sizesOf } from './checked.ts';

type Pictures = Extract<GivenData, { kind: 'pictures' }>;

/** Sides that the model of a person's pictures takes, in pixels, and bytes of one file. */
const SIDES = { least: 8, most: 128 };
const MOST_BYTES = 32 * 2 ** 20;
/** Pictures of the preview. */
const SHOWN = 12;

/** Reads a person's pictures. Errors: DataError, ConfigError for a size out of range, AbortError. */
export async function checkPictures(
  { name, files, size, channels }: Pictures,
  decode: DecodeImage,
  context: Pick<LoadContext, 'onProgress' | 'signal'>,
): Promise<Checked> {
  if (!Number.isInteger(size) || size < SIDES.least || size > SIDES.most) {
    const must = `the side must be a whole number from ${SIDES.least} to ${SIDES.most} pixels`;
    throw configError({ where: name, must, got: String(size) });
  }
  const given = files.map(({ path, file }): ImageFile => ({ path, bytes: () => bytesOf(file) }));
  const { dataset, report } = await datasetFromImages(given, decode, { name, size, channels }, context);
  checkValidation(name, dataset);
  return {
    dataset,
    report: {
      kind: 'pictures',
      name,
      found: report.files,
      used: report.used,
      ...sizesOf(dataset),
      shape: [size, size, channels],
      problems: report.problems.map(({ path, message }) => ({ place: path, message })),
      problemCount: report.problemCount,
      columns: [],
      pictures: previewOf(dataset),
    },
  };
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  if (file.size <= MOST_BYTES) return new Uint8Array(await file.arrayBuffer());
  throw new Error(`a picture has at most ${MOST_BYTES} bytes, this one ${file.size}`);
}

function previewOf({ train, classNames }: Dataset): DataReport['pictures'] {
  const { pixels, label } = train.columns;
  return Array.from({ length: Math.min(SHOWN, train.samples) }, (_, sample) => ({
    name: classNames![numberOf(label!, sample)]!,
    image: rowOf(pixels!, sample),
  }));
}

/** The browser's decoder. Rejects for a file that is no picture, and, before it is decoded, for one that is too large. */
export async function decodeInBrowser(bytes: Uint8Array): Promise<RgbaImage> {
  checkSide(bytes);
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch(() => {
    throw new Error('the file is no picture that this browser can read');
  });
  const { width, height } = bitmap;
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

function checkSide(bytes: Uint8Array): void {
  const size = pictureSize(bytes);
  if (size === null) throw new Error('the file is no PNG, JPEG, GIF, WebP or BMP picture');
  const { width, height } = size;
  if (Math.max(width, height) <= IMAGE_LIMITS.side) return;
  throw new Error(
    `a picture has sides of at most ${IMAGE_LIMITS.side} pixels, this one ${width} x ${height}`,
  );
}
