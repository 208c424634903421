import { BATCH_START, type Feed } from './feed.ts';
import { InFlight } from './in-flight.ts';
import { LogBook, type Logs } from './log-book.ts';
import { MetricsRing } from './metrics-ring.ts';
import type { Program } from './program.ts';
import type { Resolved } from './resolved.ts';

export interface EvaluateJob {
  readonly program: Program;
  readonly feed: Feed;
  readonly resolved: Resolved;
  readonly batchSize: number;
  /** Loss weights and other per-step numbers. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Breaks the evaluation off between two batches. */
  readonly signal?: AbortSignal;
}

/** Losses and metrics over a whole feed in its own order, every sample once; a short last batch counts by its size. */
export async function evaluate(job: EvaluateJob): Promise<Logs> {
  const { program, feed, resolved, batchSize, hyperparameters, signal } = job;
  const { opened } = program.store;
  const book = new LogBook(resolved);
  const first = await program.step('evaluate', feed, Math.min(batchSize, feed.samples));
  const ring = new MetricsRing(opened, first.record, 64);
  const inFlight = new InFlight(opened.device, 2);
  const sizes: number[] = [];
  const drain = async () => {
    for (const record of await ring.take()) book.add(record, sizes.shift()!);
  };
  try {
    await ring.ready();
    for (let start = 0; start < feed.samples; start += batchSize) {
      signal?.throwIfAborted();
      const batch = Math.min(batchSize, feed.samples - start);
      const { compiled } = await program.step('evaluate', feed, batch);
      for (const [name, value] of Object.entries(hyperparameters)) compiled.setScalar(name, value);
      compiled.setScalar(BATCH_START, start);
      await inFlight.room();
      const encoder = opened.device.createCommandEncoder();
      compiled.encode(encoder);
      ring.push(encoder, compiled);
      opened.device.queue.submit([encoder.finish()]);
      inFlight.add();
      sizes.push(batch);
      if (ring.isFull) await drain();
    }
    await drain();
    return book.result();
  } finally {
    ring.destroy();
  }
}
