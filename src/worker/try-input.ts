import { configError, shapeError } from '../core/errors.ts';
import { required } from '../core/invariant.ts';
import { formatShape, sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import type { Feed } from '../train/feed.ts';
import { predictGiven } from '../train/predict-batch.ts';
import type { OpenRun } from './open-run.ts';
import type { SampleView, TryInput, WireTensor } from './protocol.ts';
import { outputRows } from './sample-views.ts';

/** What the model makes of a person's own input. Errors where it is of another kind or size than the preset's. */
export async function tryInput(run: OpenRun, input: TryInput): Promise<SampleView> {
  if (input.kind === 'image' && run.request.preset.samples === 'image-class')
    return tryImage(run, input.image);
  throw configError({
    where: 'your own input',
    must: `must be of the kind that ${run.request.preset.title} takes`,
    got: input.kind,
  });
}

async function tryImage(run: OpenRun, image: WireTensor): Promise<SampleView> {
  const [name, column] = required(Object.entries(run.feeds.train.feed.inputs)[0], 'input of the model');
  const outputs = await outputsFor(run, { [name]: given(column, image) });
  return { kind: 'image-class', image, probabilities: Array.from(Object.values(outputs)[0]!), label: -1 };
}

/** The outputs for one sample given by its columns. */
async function outputsFor({ session }: OpenRun, inputs: Readonly<Record<string, Column>>) {
  const feed: Feed = { name: 'try', samples: 1, inputs, targets: {} };
  return outputRows(await predictGiven(session.program, feed), 0);
}

/** A picture from 0 to 1 (or bytes) in the place and the units of a column of bytes. */
function given(column: Column, { data, shape }: WireTensor): Column {
  if (sizeOf(column.shape) !== data.length) {
    throw shapeError({
      where: 'your own input',
      must: `must have as many numbers as ${formatShape(column.shape)}`,
      got: formatShape(shape),
    });
  }
  const bytes = data instanceof Uint8Array ? 1 : 255;
  const stored = Float32Array.from(data, (x) => x * bytes);
  const { name, encoding, scale, offset } = column;
  return { name, shape: column.shape, dtype: 'float32', data: stored, encoding, scale, offset };
}
