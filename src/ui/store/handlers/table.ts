// One handler per event type; a type without one does not compile.

import type { Event } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';
import { left, loaded, saved, snapshots } from './checkpoint.ts';
import { device, error, hello, noWebGpu, progress, recovered, status } from './engine.ts';
import { inspect, nodeStats } from './inspector.ts';
import { control, opened, plan, reset } from './model.ts';
import { checkedData, ownPreset } from './own-data.ts';
import { evaluation, samples, tried } from './samples.ts';
import { epoch, metrics, nan } from './training.ts';
import type { Handler } from './types.ts';

const HANDLERS: { readonly [T in Event['type']]: Handler<T> } = {
  hello,
  device,
  'no-webgpu': noWebGpu,
  status,
  progress,
  error,
  recovered,
  opened,
  plan,
  control,
  reset,
  metrics,
  epoch,
  nan,
  samples,
  evaluation,
  'checked-data': checkedData,
  'own-preset': ownPreset,
  try: tried,
  inspect,
  'node-stats': nodeStats,
  saved,
  loaded,
  snapshots,
  left,
};

export function handle(app: App, event: Event): void {
  (HANDLERS[event.type] as Handler<typeof event.type>)(app, event as never);
}
