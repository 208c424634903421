import { shapeError } from '../../core/errors.ts';
import { formatShape, sizeOf } from '../../core/shape.ts';
import type { Column } from '../../data/types.ts';
import { rowOf } from '../column-rows.ts';
import type { WireTensor } from '../protocol.ts';
import { oneSample } from './sample-kind.ts';

/** A sample's picture [height, width] or [height, width, channels]; flat vectors are seen as grey squares. */
export function pictureOf(column: Column, sample: number): WireTensor {
  const { data, shape } = rowOf(column, sample);
  return { data, shape: squared(shape, 1) };
}

/** The pictures of a sample, [count, height, width, ...]. */
export function picturesOf(column: Column, sample: number): WireTensor {
  const { data, shape } = rowOf(column, sample);
  return { data, shape: [shape[0]!, ...squared(shape.slice(1), 1)] };
}

/** [n²] as [n, n]; other shapes as they are. */
function squared(shape: readonly number[], rank: number): readonly number[] {
  const side = Math.sqrt(shape[0]!);
  return shape.length === rank && Number.isInteger(side) ? [side, side] : shape;
}

/** A person's picture, from 0 to 1 or in bytes, in the place and the units of a column of bytes. */
export function givenPicture(column: Column, { data, shape }: WireTensor): Column {
  if (sizeOf(column.shape) !== data.length) {
    throw shapeError({
      where: 'your own picture',
      must: `must have as many numbers as ${formatShape(column.shape)}`,
      got: formatShape(shape),
    });
  }
  const unit = data instanceof Uint8Array ? 1 : 255;
  return oneSample(
    column,
    Float32Array.from(data, (x) => x * unit),
  );
}
