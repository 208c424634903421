import { numberOf } from '../column-rows.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { givenPicture, pictureOf } from './pictures.ts';
import { firstOf, inputsOf, type SampleKindDef, UNKNOWN, wrongFlag } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'image-pair' }>;
type Input = Extract<TryInput, { kind: 'image-pair' }>;

/** Two pictures that show the same or not. */
export const imagePair: SampleKindDef<View, Input> = {
  view: ({ run, sample, outputs }) => {
    const [[, left], [, right]] = inputsOf(run) as [[string, never], [string, never]];
    return {
      kind: 'image-pair',
      images: [pictureOf(left, sample), pictureOf(right, sample)],
      same: firstOf(outputs)[0]!,
      label: numberOf(firstOf(run.feeds.validation.feed.targets), sample),
    };
  },
  mistake: wrongFlag,
  trial: {
    kind: 'image-pair',
    columns: (run, { images }) =>
      Object.fromEntries(inputsOf(run).map(([name, column], i) => [name, givenPicture(column, images[i]!)])),
    view: (_run, { images }, outputs) => ({
      kind: 'image-pair',
      images,
      same: firstOf(outputs)[0]!,
      label: UNKNOWN,
    }),
  },
};
