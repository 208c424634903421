import type { SampleView, TryInput } from '../protocol.ts';
import { givenPicture, pictureOf } from './pictures.ts';
import { inputsOf, labelOf, mainOf, type SampleKindDef, UNKNOWN, wrongFlag } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'image-pair' }>;
type Input = Extract<TryInput, { kind: 'image-pair' }>;

/** Two pictures that show the same or not. */
export const imagePair: SampleKindDef<View, Input> = {
  view: (context) => {
    const { run, sample, outputs } = context;
    const [[, left], [, right]] = inputsOf(run) as [[string, never], [string, never]];
    return {
      kind: 'image-pair',
      images: [pictureOf(left, sample), pictureOf(right, sample)],
      same: mainOf(run, outputs)[0]!,
      label: labelOf(context),
    };
  },
  mistake: wrongFlag,
  trial: {
    kind: 'image-pair',
    columns: (run, { images }) =>
      Object.fromEntries(inputsOf(run).map(([name, column], i) => [name, givenPicture(column, images[i]!)])),
    view: (run, { images }, outputs) => ({
      kind: 'image-pair',
      images,
      same: mainOf(run, outputs)[0]!,
      label: UNKNOWN,
    }),
  },
};
