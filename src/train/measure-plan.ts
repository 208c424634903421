import { bytesPerElement } from '../core/dtype.ts';
import { sizeOf } from '../core/shape.ts';
import { BufferOwner } from '../gpu/buffers.ts';
import type { ExecutionPlan } from '../gpu/execution-plan.ts';
import { hash32 } from '../graph/ops/random.ts';
import { BATCH_START } from './feed.ts';
import { SEED } from './step-graph.ts';
import { timeDispatches } from './time-dispatches.ts';
import type { TrainingSession } from './training-session.ts';

/** How often each dispatch is measured. */
const RUNS = 3;

/**
 * Microseconds of each dispatch of the training step, from timestamp queries. The step runs on the first batch, and all that it
 * changes is put back. Errors where the device has no timestamps.
 */
export async function measurePlan(session: TrainingSession): Promise<number[]> {
  const { program, opened, config, hyperparameters, optimizer } = session;
  const { train, batchSize } = config;
  const { compiled, plan } = await program.step('train', train.feed, Math.min(batchSize, train.feed.samples));
  const scalars = { ...hyperparameters, ...optimizer.scalarsAt(0), [BATCH_START]: 0, [SEED]: hash32(0) };
  for (const [name, value] of Object.entries(scalars)) compiled.setScalar(name, value);
  const kept = await keep(session, plan);
  try {
    return await timeDispatches(opened, compiled, RUNS);
  } finally {
    kept.putBack();
  }
}

/** Copies of the variables that a step changes, on the device. */
async function keep({ opened, on: { store } }: TrainingSession, plan: ExecutionPlan) {
  const { device } = opened;
  const owner = new BufferOwner(opened);
  const changed = writtenVariables(plan).map(({ name, dtype, shape }) => {
    const size = Math.max(16, Math.ceil((sizeOf(shape) * bytesPerElement(dtype)) / 4) * 4);
    const copy = owner.storage(`copy of ${name}`, size);
    return { buffer: store.buffer(name, dtype, shape), copy };
  });
  const move = (pick: (pair: (typeof changed)[number]) => [GPUBuffer, GPUBuffer]) => {
    const encoder = device.createCommandEncoder();
    for (const pair of changed) {
      const [from, to] = pick(pair);
      encoder.copyBufferToBuffer(from, 0, to, 0, Math.min(from.size, to.size));
    }
    device.queue.submit([encoder.finish()]);
  };
  await owner.ready().catch((error: unknown) => {
    owner.destroy();
    throw error;
  });
  move(({ buffer, copy }) => [buffer, copy]);
  const putBack = () => {
    move(({ buffer, copy }) => [copy, buffer]);
    owner.destroy();
  };
  return { putBack };
}

function writtenVariables({ dispatches, copies, variables }: ExecutionPlan): ExecutionPlan['variables'] {
  const written = new Set<string>(copies.map(({ to }) => to.name));
  for (const { bindings } of dispatches) {
    for (const { ref, access } of bindings)
      if (access === 'read_write' && ref.kind === 'variable') written.add(ref.name);
  }
  return variables.filter(({ name }) => written.has(name));
}
