import type { PresetInfo, SnapshotInfo } from '../../worker/protocol.ts';
import { presetText } from '../i18n/engine-text.ts';
import type { Language } from '../store/state.ts';

/** The title of a stored run's preset; its id where the page has no such preset. */
export function runName(
  presets: readonly PresetInfo[],
  { preset }: SnapshotInfo,
  language: Language,
): string {
  const found = presets.find(({ id }) => id === preset);
  return found ? presetText(found, language).title : preset;
}
