// Kinds of layers: each has a tint and a sign, so that colour is never alone.

import type { GraphNode } from '../../worker/protocol.ts';

export type Kind =
  | 'input'
  | 'dense'
  | 'conv'
  | 'recurrent'
  | 'merge'
  | 'shape'
  | 'regular'
  | 'loss'
  | 'model';

const BY_CLASS: readonly (readonly [RegExp, Kind])[] = [
  [/Input/, 'input'],
  [/Conv|Pool/, 'conv'],
  [/LSTM|GRU|RNN|Bidirectional/, 'recurrent'],
  [/Add|Concat|Multiply|Average$|Maximum|Minimum|Subtract|Dot|Attention/, 'merge'],
  [/Flatten|Reshape|Permute|Padding|Cropping|UpSampling|RepeatVector/, 'shape'],
  [/Dropout|Normalization|Noise|Regularization/, 'regular'],
  [/Embedding|Dense|Activation|Softmax|ReLU/, 'dense'],
];

/** The kind of a call; what is unknown looks like a dense layer. */
export function kindOf({ role, className }: Pick<GraphNode, 'role' | 'className'>): Kind {
  if (role === 'loss') return 'loss';
  if (role === 'model' || role === 'time-distributed') return 'model';
  return BY_CLASS.find(([pattern]) => pattern.test(className))?.[1] ?? 'dense';
}

/** Signs as paths in a box of 12 × 12, drawn with strokes. */
export const GLYPHS: Readonly<Record<Kind, string>> = {
  input: 'M1 6h8M6 3l3 3-3 3',
  dense: 'M2 2l8 4-8 4M2 2v8M10 6H2',
  conv: 'M1.5 1.5h9v9h-9zM1.5 4.5h9M1.5 7.5h9M4.5 1.5v9M7.5 1.5v9',
  recurrent: 'M10 6a4 4 0 1 1-1.5-3.1M9 .8v2.4H6.6',
  merge: 'M1 2c4 0 3 4 6 4h4M1 10c4 0 3-4 6-4',
  shape: 'M3.5 2.5h7l-2 7h-7z',
  regular: 'M1 6c1.5-5 3-5 5 0s3.5 5 5 0',
  loss: 'M9.5 3V2h-7l4 4-4 4h7V9',
  model: 'M1.5 1.5h9v9h-9zM4 4h4v4H4z',
};
