import type { StoredRun } from '../../store/run-record.ts';

/** Ids of the settings, and `seed`, that are not the same in all runs. */
export function differingSettings(runs: readonly StoredRun[]): string[] {
  const ids = [...new Set(runs.flatMap((run) => Object.keys(run.settings)))];
  const differ = (values: readonly unknown[]) => new Set(values).size > 1;
  const settings = ids.filter((id) => differ(runs.map((run) => run.settings[id])));
  return differ(runs.map((run) => run.seed)) ? [...settings, 'seed'] : settings;
}
