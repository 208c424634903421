import { codesOf, textOf } from '../../data/tweet-pair.ts';
import { numberOf, rowOf } from '../column-rows.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { firstOf, inputsOf, oneSample, type SampleKindDef, UNKNOWN, wrongFlag } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'text-pair' }>;
type Input = Extract<TryInput, { kind: 'text-pair' }>;

/** Two texts by one author or by two. */
export const textPair: SampleKindDef<View, Input> = {
  view: ({ run, sample, outputs }) => {
    const [left, right] = inputsOf(run).map(([, column]) => textOf(rowOf(column, sample).data));
    return {
      kind: 'text-pair',
      texts: [left!, right!],
      same: firstOf(outputs)[0]!,
      label: numberOf(firstOf(run.feeds.validation.feed.targets), sample),
    };
  },
  mistake: wrongFlag,
  trial: {
    kind: 'text-pair',
    columns: (run, { texts }) =>
      Object.fromEntries(
        inputsOf(run).map(([name, column], i) => [name, oneSample(column, codesOf(texts[i]!))]),
      ),
    view: (_run, { texts }, outputs) => ({
      kind: 'text-pair',
      texts,
      same: firstOf(outputs)[0]!,
      label: UNKNOWN,
    }),
  },
};
