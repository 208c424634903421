import { numberOf } from '../column-rows.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { givenPicture, pictureOf } from './pictures.ts';
import { argMax, firstOf, inputsOf, type SampleKindDef, UNKNOWN } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'image-class' }>;
type Input = Extract<TryInput, { kind: 'image' }>;

/** A picture of one of several classes. */
export const imageClass: SampleKindDef<View, Input> = {
  view: ({ run, sample, outputs }) => ({
    kind: 'image-class',
    image: pictureOf(inputsOf(run)[0]![1], sample),
    probabilities: Array.from(firstOf(outputs)),
    label: numberOf(firstOf(run.feeds.validation.feed.targets), sample),
  }),
  mistake: ({ probabilities, label }) => {
    const best = argMax(probabilities);
    return best === label ? 0 : probabilities[best]!;
  },
  trial: {
    kind: 'image',
    columns: (run, { image }) => {
      const [name, column] = inputsOf(run)[0]!;
      return { [name]: givenPicture(column, image) };
    },
    view: (_run, { image }, outputs) => ({
      kind: 'image-class',
      image,
      probabilities: Array.from(firstOf(outputs)),
      label: UNKNOWN,
    }),
  },
};
