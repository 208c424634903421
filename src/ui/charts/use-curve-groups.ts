import { useMemo } from 'react';
import { useAppState } from '../hooks/app-context.ts';
import { type CurveGroup, groupCurves } from './curve.ts';

/** Charts of the run so far; the same objects until a curve is added. */
export function useCurveGroups(): readonly CurveGroup[] {
  const steps = useAppState((state) => Object.keys(state.training.latest).join(' '));
  const epochs = useAppState((state) => Object.keys(state.training.epochs.at(-1)?.logs ?? {}).join(' '));
  const outputs = useAppState((state) => state.model.opened?.model.outputs);
  return useMemo(() => groupCurves(words(steps), words(epochs), outputs ?? []), [steps, epochs, outputs]);
}

const words = (text: string): string[] => (text === '' ? [] : text.split(' '));
