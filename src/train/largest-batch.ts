import { gpuError, TrainyardError } from '../core/errors.ts';
import { STEP_PLACE } from '../gpu/compile.ts';
import { makePlan } from '../gpu/make-plan.ts';
import type { TrainingSession } from './training-session.ts';

/**
 * The largest batch of which every buffer fits the device's limits, estimated from two plans: buffers grow by a fixed amount with each
 * sample. Null where it cannot be told. The GPU's memory as a whole is not known to pages.
 */
export function largestBatch(session: TrainingSession): number | null {
  const { batchSize, train } = session.config;
  const { samples } = train.feed;
  const large = Math.min(batchSize, samples);
  const small = Math.max(1, Math.floor(large / 2));
  if (small === large) return null;
  const [few, many] = [largestSlot(session, small), largestSlot(session, large)];
  const perSample = (many - few) / (large - small);
  const { maxBufferSize, maxStorageBufferBindingSize } = session.opened.facts.limits;
  const room = Math.min(maxBufferSize, maxStorageBufferBindingSize) - many;
  return perSample <= 0 ? samples : Math.max(1, Math.min(samples, Math.floor(large + room / perSample)));
}

function largestSlot({ program, opened, config }: TrainingSession, batch: number): number {
  const { graph } = program.graphOf('train', config.train.feed, batch);
  return Math.max(0, ...makePlan(graph, opened.facts, config.plan).slots);
}

/** An error of a step that does not fit the device, with the largest batch that would; any other error as it is. */
export function withLargestBatch(error: unknown, session: TrainingSession): unknown {
  if (!(error instanceof TrainyardError) || error.kind !== 'gpu' || !error.facts.where.startsWith(STEP_PLACE))
    return error;
  const most = largestBatch(session);
  if (most === null || most >= session.config.batchSize) return error;
  return gpuError({ ...error.facts, try: `a batch of at most ${most}` }, { cause: error });
}
