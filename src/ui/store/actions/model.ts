import type { PresetSize } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';
import { leaveRun } from './training.ts';

/** Opens what the state asks for. */
export function openWanted(app: App): void {
  const { preset, size, seed, tune, controls } = app.state().model.wanted;
  app.update('engine', { error: null, recovered: null });
  app.engine.send({ type: 'open', preset, size, controls, seed, tune, resume: false });
}

/** Opens another preset, or the same in another size, with its own defaults. */
export function openPreset(app: App, preset: string, size: PresetSize = 'default'): void {
  leaveRun(app);
  app.update('model', { wanted: { ...app.state().model.wanted, preset, size, controls: {} } });
  openWanted(app);
}
