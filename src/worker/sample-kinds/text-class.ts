import { configError } from '../../core/errors.ts';
import type { Column, Feature } from '../../data/types.ts';
import { Vocabulary } from '../../data/words.ts';
import { numberOf, rowOf } from '../column-rows.ts';
import type { OpenRun } from '../open-run.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import {
  firstOf,
  inputsOf,
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
  view: ({ run, sample, outputs }) => ({
    kind: 'text-class',
    text: run.dataset.texts?.validation[sample] ?? '',
    features: featuresOf(run, sample),
    outputs: answersOf(outputs),
    label: numberOf(firstOf(run.feeds.validation.feed.targets), sample),
  }),
  mistake: wrongFlag,
  trial: {
    kind: 'text',
    columns: (run, input) =>
      Object.fromEntries(
        inputsOf(run).map(([name, column]) => [
          name,
          isWords(column) ? givenWords(column, input.text) : givenNumbers(run, column, input),
        ]),
      ),
    view: (run, { text, features }, outputs) => ({
      kind: 'text-class',
      text,
      features: (run.dataset.features ?? []).map(({ name }, i) => ({ name, value: shown(features[i]!) })),
      outputs: answersOf(outputs),
      label: UNKNOWN,
    }),
  },
};

const isWords = ({ encoding, names }: Column): boolean => encoding === 'id' && names !== undefined;

const answersOf = (outputs: OutputRows) =>
  Object.entries(outputs).map(([name, row]) => ({ name, probability: row[0]! }));

/** The numbers beside the text as they were before they were normalised. */
function featuresOf(run: OpenRun, sample: number): View['features'] {
  const numbers = inputsOf(run).find(([, column]) => !isWords(column))?.[1];
  const { features } = run.dataset;
  if (numbers === undefined || features === undefined) return [];
  const row = rowOf(numbers, sample).data;
  return features.map((feature, i) => ({ name: feature.name, value: shown(rawOf(feature, row[i]!)) }));
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

function rawOf({ log, mean, deviation }: Feature, value: number): number {
  const x = value * deviation + mean;
  const raw = log ? Math.expm1(x) : x;
  // Most numbers are counts: float32 left them a hair away.
  return Math.abs(raw - Math.round(raw)) < 1e-3 * Math.max(1, Math.abs(raw)) ? Math.round(raw) : raw;
}

export function givenWords(column: Column, text: string): Column {
  const vocabulary = Vocabulary.named(column.names!);
  return oneSample(column, vocabulary.encode(text, column.shape[0]!));
}

function givenNumbers({ dataset: { features = [] } }: OpenRun, column: Column, input: Input): Column {
  const given = input.features;
  if (given.length !== features.length || !given.every(Number.isFinite)) {
    const must = `needs the ${features.length} numbers ${features.map((f) => f.name).join(', ')}`;
    throw configError({ where: 'your own text', must, got: given.join(', ') || 'none' });
  }
  const normal = features.map(({ log, mean, deviation }, i) => {
    const x = log ? Math.log1p(Math.max(0, given[i]!)) : given[i]!;
    return (x - mean) / deviation;
  });
  return oneSample(column, Float32Array.from(normal));
}
