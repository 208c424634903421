import type { Column } from '../../data/types.ts';
import { Vocabulary } from '../../data/words.ts';
import type { OpenRun } from '../open-run.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { featuresOf, givenNumbers, type NamedNumber, namedNumbers } from './features.ts';
import {
  inputsOf,
  labelOf,
  type OutputRows,
  oneSample,
  type SampleKindDef,
  UNKNOWN,
  wrongFlag,
} from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'text-class' }>;
type Input = Extract<TryInput, { kind: 'text' }>;

/** A text with some numbers beside it, of one class or not, judged by several outputs. */
export const textClass: SampleKindDef<View, Input> = {
  view: (context) => ({
    kind: 'text-class',
    text: context.run.dataset.texts?.validation[context.sample] ?? '',
    features: numbersOf(context.run, context.sample),
    outputs: answersOf(context.outputs),
    label: labelOf(context),
  }),
  mistake: wrongFlag,
  trial: {
    kind: 'text',
    columns: (run, input) =>
      Object.fromEntries(
        inputsOf(run).map(([name, column]) => [
          name,
          isWords(column) ? givenWords(column, input.text) : givenNumbers(run, column, input.features),
        ]),
      ),
    view: (run, { text, features }, outputs) => ({
      kind: 'text-class',
      text,
      features: written(namedNumbers(run, features)),
      outputs: answersOf(outputs),
      label: UNKNOWN,
    }),
  },
};

const isWords = ({ encoding, names }: Column): boolean => encoding === 'id' && names !== undefined;

const answersOf = (outputs: OutputRows) =>
  Object.entries(outputs).map(([name, row]) => ({ name, probability: row[0]! }));

/** The numbers beside the text as they were before they were normalised. */
function numbersOf(run: OpenRun, sample: number): View['features'] {
  const numbers = inputsOf(run).find(([, column]) => !isWords(column))?.[1];
  return numbers === undefined ? [] : written(featuresOf(run, numbers, sample));
}

const written = (numbers: readonly NamedNumber[]): View['features'] =>
  numbers.map(({ name, value }) => ({ name, value: shown(value) }));

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

export function givenWords(column: Column, text: string): Column {
  const vocabulary = Vocabulary.named(column.names!);
  return oneSample(column, vocabulary.encode(text, column.shape[0]!));
}
