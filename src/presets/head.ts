import { dense } from '../nn/layers/dense.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { type BySize, modelChoice, modelNumber } from './params.ts';
import type { PresetParam, PresetValues } from './preset.ts';

export const GUIDES_HEAD = "the guide's";
export const HIDDEN_HEAD = 'hidden layers';

/**
 * What stands between the concatenated encodings and the output. The guide's head is that one Dense layer alone,
 * w·f(a) + v·f(b) + c: what it adds for a does not depend on b. So it can say how likely each input is by itself, never whether the
 * two fit together: equality is exactly what a sum cannot express. Hidden relu layers before it can.
 */
export const headParams = (units: BySize, layers: BySize): PresetParam[] => [
  modelChoice([HIDDEN_HEAD, GUIDES_HEAD], {
    id: 'head',
    label: 'Head',
    help: "The guide's: one Dense layer, which adds up what each input says by itself. Hidden layers: relu layers before it.",
    values: { quick: HIDDEN_HEAD, default: HIDDEN_HEAD, seed: GUIDES_HEAD },
  }),
  modelNumber(1, 1024, {
    id: 'headUnits',
    label: 'Units of the head',
    help: 'Size of the hidden layers of the head, where it has any.',
    values: units,
  }),
  modelNumber(1, 4, {
    id: 'headLayers',
    label: 'Layers of the head',
    help: 'Number of the hidden layers of the head, where it has any.',
    values: layers,
  }),
];

/** The hidden layers of the head on the joined encodings, or the encodings themselves for the guide's head. */
export function headed(
  joined: SymbolicTensor,
  { head, headUnits, headLayers }: PresetValues,
): SymbolicTensor {
  if (head === GUIDES_HEAD) return joined;
  let x = joined;
  for (let i = 1; i <= Number(headLayers); i++)
    x = dense({ units: Number(headUnits), activation: 'relu', name: `head_${i}` }).apply(x);
  return x;
}
