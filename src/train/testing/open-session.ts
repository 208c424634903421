import type { OpenedDevice } from '../../gpu/device.ts';
import { PipelineCache } from '../../gpu/pipelines.ts';
import type { AnyModel } from '../../nn/model.ts';
import { resolveCompiled } from '../resolved.ts';
import { columnShapes } from '../target-shapes.ts';
import { type GrowingFeed, type SessionConfig, TrainingSession } from '../training-session.ts';

/** A session of a compiled model on a feed, in the feed's order unless told otherwise. */
export function openSession(
  opened: OpenedDevice,
  model: AnyModel,
  train: GrowingFeed,
  options: Pick<SessionConfig, 'batchSize'> & Partial<SessionConfig>,
): TrainingSession {
  const resolved = resolveCompiled(model, columnShapes(train.feed.targets));
  const config = { model, resolved, train, validation: null, seed: 0, shuffle: false, ...options };
  return new TrainingSession(opened, new PipelineCache(opened.device), config);
}
