import { useMemo } from 'react';
import type { ModelInfo } from '../../worker/protocol.ts';
import { useAppShallow } from '../hooks/app-context.ts';
import type { Edit } from '../store/state.ts';
import type { Curve, WeightFrom } from './curve.ts';

type Outputs = ModelInfo['outputs'];

/** The losses of several outputs, each times its weight, stacked up to the total; as they were given where nothing stacks. */
export function useStackedLosses(curves: readonly Curve[]): readonly Curve[] {
  const { stacked, outputs, edits } = useAppShallow(({ view, model, training }) => ({
    stacked: view.stacked,
    outputs: model.opened?.model.outputs,
    edits: training.edits,
  }));
  return useMemo(
    () => (stacked && outputs && outputs.length > 1 ? stackedLosses(curves, outputs, edits) : curves),
    [stacked, outputs, edits, curves],
  );
}

/** Losses of steps stack in the order of the outputs; the totals stay lines; validation losses of outputs are left out. */
export function stackedLosses(
  curves: readonly Curve[],
  outputs: Outputs,
  edits: readonly Edit[],
): readonly Curve[] {
  const outputOf = ({ column }: Curve) => outputs.find(({ name }) => column === `${name}_loss`);
  const totals = curves.filter(({ column }) => column === 'loss' || column === 'val_loss');
  const parts = curves.flatMap((curve): Curve[] => {
    const output = curve.from === 'steps' ? outputOf(curve) : undefined;
    return output ? [{ ...curve, stack: weightsOf(output, edits) }] : [];
  });
  return [...parts, ...totals];
}

/** The weight with which training began, and each that it was given since. */
function weightsOf({ name, lossWeight }: Outputs[number], edits: readonly Edit[]): WeightFrom[] {
  const own = edits.filter(({ id }) => id === `loss_weight/${name}`);
  return [
    { step: 0, weight: lossWeight },
    ...own.map(({ step, value }) => ({ step, weight: Number(value) })),
  ];
}
