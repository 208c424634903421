import { codesOf, textOf } from '../../data/tweet-pair.ts';
import { rowOf } from '../column-rows.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import {
  inputsOf,
  labelOf,
  mainOf,
  oneSample,
  type SampleKindDef,
  UNKNOWN,
  wrongFlag,
} from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'text-pair' }>;
type Input = Extract<TryInput, { kind: 'text-pair' }>;

/** Two texts by one author or by two. */
export const textPair: SampleKindDef<View, Input> = {
  view: (context) => {
    const { run, sample, outputs } = context;
    const [left, right] = inputsOf(run).map(([, column]) => textOf(rowOf(column, sample).data));
    return {
      kind: 'text-pair',
      texts: [left!, right!],
      same: mainOf(run, outputs)[0]!,
      label: labelOf(context),
    };
  },
  mistake: wrongFlag,
  trial: {
    kind: 'text-pair',
    columns: (run, { texts }) =>
      Object.fromEntries(
        inputsOf(run).map(([name, column], i) => [name, oneSample(column, codesOf(texts[i]!))]),
      ),
    view: (run, { texts }, outputs) => ({
      kind: 'text-pair',
      texts,
      same: mainOf(run, outputs)[0]!,
      label: UNKNOWN,
    }),
  },
};
