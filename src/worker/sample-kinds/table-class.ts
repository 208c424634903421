import type { SampleView, TryInput } from '../protocol.ts';
import { featuresOf, givenNumbers, namedNumbers } from './features.ts';
import { firstOf, inputsOf, labelOf, type SampleKindDef, UNKNOWN, wrongClass } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'table-class' }>;
type Input = Extract<TryInput, { kind: 'numbers' }>;

/** A row of numbers of one of several classes. */
export const tableClass: SampleKindDef<View, Input> = {
  view: (context) => ({
    kind: 'table-class',
    features: featuresOf(context.run, inputsOf(context.run)[0]![1], context.sample),
    probabilities: Array.from(firstOf(context.outputs)),
    label: labelOf(context),
  }),
  mistake: wrongClass,
  trial: {
    kind: 'numbers',
    columns: (run, { numbers }) => {
      const [name, column] = inputsOf(run)[0]!;
      return { [name]: givenNumbers(run, column, numbers) };
    },
    view: (run, { numbers }, outputs) => ({
      kind: 'table-class',
      features: namedNumbers(run, numbers),
      probabilities: Array.from(firstOf(outputs)),
      label: UNKNOWN,
    }),
  },
};
