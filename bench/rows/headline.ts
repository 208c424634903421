import type { TrainRow } from './row.ts';
import { bits, ids, numbers } from './values.ts';

/** Seed model 4: words and side features, two outputs, one of them on the recurrence alone. */
export const headline = (batch: number, length = 100): TrainRow => ({
  kind: 'train',
  id: length === 100 ? `headline-${batch}` : `headline-${batch}-${length}-words`,
  title: length === 100 ? 'headline' : `headline, ${length} words`,
  batch,
  learningRate: 1e-3,
  outputs: {
    main_output: { loss: 'binary_crossentropy', weight: 1 },
    aux_output: { loss: 'binary_crossentropy', weight: 0.2 },
  },
  build: (api) => {
    const words = api.input('main_input', [length], 'int32');
    const features = api.input('aux_input', [5]);
    const state = api.lstm(32)(api.embedding(10_000, 512)(words));
    const aux = api.dense(1, 'sigmoid')(state);
    let x = api.concatenate([state, features]);
    for (let i = 0; i < 3; i++) x = api.dense(64, 'relu')(x);
    return {
      inputs: [words, features],
      outputs: { main_output: api.dense(1, 'sigmoid')(x), aux_output: aux },
    };
  },
  inputs: () => ({ main_input: ids([batch, length], 10_000, 1), aux_input: numbers([batch, 5], 2) }),
  targets: () => ({ main_output: bits(batch, 3), aux_output: bits(batch, 3) }),
});
