import type { PresetInfo, SnapshotInfo } from '../../worker/protocol.ts';

/** The title of a stored run's preset; its id where the page has no such preset. */
export const runName = (presets: readonly PresetInfo[], { preset }: SnapshotInfo): string =>
  presets.find(({ id }) => id === preset)?.title ?? preset;
