import type { LayerApi } from './layer-api.ts';
import type { TrainRow } from './row.ts';
import { bits, pixels } from './values.ts';

/** Seed model 9: one vision model looks at two digits. */
export const digitPair = (batch: number): TrainRow => ({
  kind: 'train',
  id: `digit-pair-${batch}`,
  title: 'digit-pair',
  batch,
  learningRate: 1e-4,
  outputs: { same: { loss: 'binary_crossentropy', weight: 1 } },
  build: (api) => {
    const [a, b] = [api.input('a', [27, 27, 1]), api.input('b', [27, 27, 1])];
    const vision = visionModel(api);
    const x = api.concatenate([vision(a), vision(b)]);
    return { inputs: [a, b], outputs: { same: api.dense(1, 'sigmoid')(x) } };
  },
  inputs: () => ({ a: pixels([batch, 27, 27, 1], 1), b: pixels([batch, 27, 27, 1], 2) }),
  targets: () => ({ same: bits(batch, 3) }),
});

function visionModel<T>(api: LayerApi<T>): (x: T) => T {
  const conv = { filters: 64, kernel: 3, padding: 'valid', activation: 'linear' } as const;
  const layers = [
    api.conv(conv),
    api.conv(conv),
    api.maxPool({ size: 2, strides: 2, padding: 'valid' }),
    api.flatten(),
  ];
  return (x) => layers.reduce((y, layer) => layer(y), x);
}
