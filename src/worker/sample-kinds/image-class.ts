import type { SampleView, TryInput } from '../protocol.ts';
import { givenPicture, pictureOf } from './pictures.ts';
import { firstOf, inputsOf, labelOf, type SampleKindDef, UNKNOWN, wrongClass } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'image-class' }>;
type Input = Extract<TryInput, { kind: 'image' }>;

/** A picture of one of several classes. */
export const imageClass: SampleKindDef<View, Input> = {
  view: (context) => ({
    kind: 'image-class',
    image: pictureOf(inputsOf(context.run)[0]![1], context.sample),
    probabilities: Array.from(firstOf(context.outputs)),
    label: labelOf(context),
  }),
  mistake: wrongClass,
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
