import { dataError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { formatShape } from '../../core/shape.ts';

/**
 * Sample weights [B] from weights of classes: that of the class number in targets (B,) or (B, 1), or of the largest of
 * one-hot targets (B, C). A class without an entry weighs 1. Keras: `class_weight` of `Model.fit`.
 */
export function classWeights(targets: NdArray, weights: Readonly<Record<number, number>>): Float32Array {
  const { shape, data } = targets;
  if (shape.length < 1 || shape.length > 2) {
    const must = 'classWeight needs targets of shape (batch,), (batch, 1) or (batch, classes)';
    throw dataError({ where: 'model.fit', must, got: formatShape(shape), try: 'sampleWeight' });
  }
  const width = shape[1] ?? 1;
  return Float32Array.from({ length: shape[0]! }, (_, i) => {
    const row = data.subarray(i * width, (i + 1) * width);
    const label = width === 1 ? Math.round(row[0]!) : row.indexOf(Math.max(...row));
    return weights[label] ?? 1;
  });
}
