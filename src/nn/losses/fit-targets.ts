import { shapeError } from '../../core/errors.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import { formatShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { cast } from '../../graph/ops/cast.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { matchRanks, squeezeOrExpand } from './match-ranks.ts';

/**
 * What targets a loss or metric takes for an output of shape (B, ..., C):
 * - `same`: numbers of the output's shape; (B,) fits (B, 1);
 * - `classes`: one row of class probabilities (one-hot) per output row, the output's shape;
 * - `sparse`: one class number per output row, shape (B, ...) or (B, ..., 1).
 */
export type TargetKind = 'same' | 'classes' | 'sparse';

/**
 * Throws a shape error in the user's words unless targets of shape `target` fit an output of shape `output`; the batch
 * may be unknown (null). `where` names loss and output: `loss 'mean_squared_error' of output 'price'`.
 */
export function checkTargets(
  kind: TargetKind,
  where: string,
  target: SymbolicShape,
  output: SymbolicShape,
): void {
  if (kind === 'sparse' ? fitsSparse(target, output) : fitsSame(target, output)) return;
  const rows = formatShape(output.slice(0, -1));
  const must =
    kind === 'sparse'
      ? `targets must be class numbers of shape ${rows} for the output's ${formatShape(output)}`
      : `targets must have the output's shape ${formatShape(output)}`;
  throw shapeError({ where, must, got: formatShape(target), try: remedy(kind, target, output) });
}

function remedy(kind: TargetKind, target: SymbolicShape, output: SymbolicShape): string | undefined {
  if (kind === 'classes' && fitsSparse(target, output)) {
    return "'sparse_categorical_crossentropy' (or its metric) for class numbers, or one-hot targets";
  }
  if (kind === 'sparse' && fitsSame(target, output)) {
    return "'categorical_crossentropy' (or its metric) for one-hot targets, or class numbers";
  }
  const units = target[target.length - 1];
  if (target.length === output.length && target.length > 1 && units !== output[output.length - 1]) {
    return `an output layer with ${units} units, or targets with ${output[output.length - 1]} columns`;
  }
  return undefined;
}

const fitsSame = (target: SymbolicShape, output: SymbolicShape): boolean => {
  const { x, y } = matchRanks(target, output);
  return equalShapes(x, y);
};

function fitsSparse(target: SymbolicShape, output: SymbolicShape): boolean {
  const squeezed = target.length === output.length && target[target.length - 1] === 1;
  return equalShapes(squeezed ? target.slice(0, -1) : target, output.slice(0, -1));
}

const equalShapes = (x: SymbolicShape, y: SymbolicShape): boolean =>
  x.length === y.length && x.every((d, i) => d === null || y[i] === null || d === y[i]);

/** Checked targets and outputs in the form that formulas take: ranks matched, float32 (or int32 class numbers). */
export function fitTargets(
  b: Builder,
  kind: TargetKind,
  where: string,
  yTrue: ValueId,
  yPred: ValueId,
): [ValueId, ValueId] {
  const [target, output] = [b.shapeOf(yTrue), b.shapeOf(yPred)];
  checkTargets(kind, where, target, output);
  if (kind === 'sparse') return [cast(b, reshape(b, yTrue, output.slice(0, -1)), 'int32'), yPred];
  return squeezeOrExpand(b, cast(b, yTrue, 'float32'), cast(b, yPred, 'float32'));
}
