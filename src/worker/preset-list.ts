import { type Preset, presetValues } from '../presets/preset.ts';
import { PRESETS } from '../presets/table.ts';
import { resetNames } from '../train/engine.ts';
import type { PresetInfo } from './protocol.ts';

/** The presets as the page lists them, with the parameters of their default size. */
export const presetList = (): PresetInfo[] => PRESETS.map((preset) => presetInfo(preset));

/** A preset as a line of the list, in all sizes. */
export const presetInfo = (
  preset: Preset,
  sizes: PresetInfo['sizes'] = ['quick', 'default', 'seed'],
): PresetInfo => ({
  id: preset.id,
  title: preset.title,
  teaches: preset.teaches,
  data: preset.data,
  parameters: parametersOf(preset),
  sizes,
});

/** Counted on the model, which allocates nothing. */
function parametersOf(preset: Preset): number {
  resetNames();
  return preset.build(presetValues(preset, 'default')).model.countParams();
}
