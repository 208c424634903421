import { convnet } from './convnet.ts';
import { lstm } from './lstm.ts';
import { mlp } from './mlp.ts';
import type { TrainRow } from './row.ts';

/** Time of a step against one size. */
export interface Curve {
  readonly id: string;
  readonly title: string;
  /** What is on the horizontal axis. */
  readonly size: string;
  /** The work grows with this power of the size once it outweighs what a step costs anyway. */
  readonly power: number;
  readonly points: readonly { readonly x: number; readonly row: TrainRow }[];
}

const over = (sizes: readonly number[], row: (size: number) => TrainRow) =>
  sizes.map((x) => ({ x, row: row(x) }));

export const CURVES: readonly Curve[] = [
  {
    id: 'batch',
    title: 'MLP 784-64-64-10',
    size: 'batch',
    power: 1,
    points: over([1, 4, 16, 64, 256, 1024, 4096], (batch) => mlp(batch)),
  },
  {
    id: 'length',
    title: 'LSTM of 64 units, batch 32, 32 features',
    size: 'steps of the sequence',
    power: 1,
    points: over([16, 32, 64, 128, 256, 512], lstm),
  },
  {
    id: 'channels',
    title: 'Two 3×3 convolutions, 16×16 pictures, batch 16',
    size: 'channels',
    power: 2,
    points: over([4, 8, 16, 32, 64, 128], convnet),
  },
  {
    id: 'layers',
    title: 'Hidden layers of 64 units, batch 32',
    size: 'hidden layers',
    power: 1,
    points: over([2, 4, 8, 16, 32, 64], (layers) => mlp(32, layers)),
  },
];
