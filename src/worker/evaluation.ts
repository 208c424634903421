import { sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import { predictBatch } from '../train/predict-batch.ts';
import { breathe } from './breathe.ts';
import { rowOf } from './column-rows.ts';
import { ConfusionCounter } from './confusion.ts';
import type { OpenRun } from './open-run.ts';
import type { EvaluationView, SampleView } from './protocol.ts';
import { RocCounter } from './roc.ts';
import { type OutputRows, outputRows } from './sample-kinds/sample-kind.ts';
import { sampleKind } from './sample-kinds/table.ts';
import { WorstList } from './worst-list.ts';

/** Collects one view of one output, sample by sample. */
export interface Counter {
  add(output: ArrayLike<number>, labels: ArrayLike<number>): void;
  view(): EvaluationView;
}

export interface Evaluation {
  readonly views: readonly EvaluationView[];
  /** The surest mistakes, the surest first. */
  readonly worst: readonly SampleView[];
}

export interface EvaluationLimits {
  /** Milliseconds; validation samples that are not reached by then are left out. */
  readonly budget: number;
  /** True when somebody waits for the loop. */
  stop(): boolean;
}

/**
 * Looks at how the model answers on the validation samples: confusions of classes, ROC curves of yes-or-no outputs, and the surest
 * mistakes. Null where it was stopped.
 */
export async function evaluateViews(run: OpenRun, limits: EvaluationLimits): Promise<Evaluation | null> {
  const counters = countersOf(run);
  const kind = sampleKind(run.request.preset.samples);
  const worst = new WorstList();
  const until = performance.now() + limits.budget;
  const look = (sample: number, outputs: OutputRows) => {
    for (const { output, column, counter } of counters)
      counter.add(outputs[output]!, rowOf(column, sample).data);
    worst.offer(kind.mistake({ run, sample, outputs }), () => kind.view({ run, sample, outputs }));
  };
  for await (const { first, outputs } of batches(run)) {
    if (limits.stop()) return null;
    outputs.forEach((rows, i) => look(first + i, rows));
    if (performance.now() > until) break;
    await breathe();
  }
  return { views: counters.map(({ counter }) => counter.view()), worst: worst.views() };
}

/** Predictions of all validation samples, each once, in batches of one size. */
async function* batches({
  session,
  feeds,
}: OpenRun): AsyncGenerator<{ first: number; outputs: OutputRows[] }> {
  const { feed } = feeds.validation;
  const batch = session.config.validationBatchSize!;
  for (let at = 0; at < feed.samples; at += batch) {
    const start = Math.min(at, feed.samples - batch);
    const predicted = await predictBatch(session.program, feed, start, batch);
    const rows = Array.from({ length: batch - (at - start) }, (_, i) =>
      outputRows(predicted, at - start + i),
    );
    yield { first: at, outputs: rows };
  }
}

interface Counting {
  readonly output: string;
  readonly column: Column;
  readonly counter: Counter;
}

function countersOf({ built: { model }, feeds }: OpenRun): Counting[] {
  const { targets } = feeds.validation.feed;
  return model.outputNames.flatMap((output, i) => {
    const column = targets[output];
    if (column === undefined) return [];
    const counter = counterOf(output, column, model.outputs[i]!.shape.at(-1) ?? 0);
    return counter === null ? [] : [{ output, column, counter }];
  });
}

/** Tables beyond this size say nothing to a person. */
const MOST_CLASSES = 64;

function counterOf(output: string, column: Column, width: number): Counter | null {
  if (column.encoding === 'scale')
    return width === 1 && sizeOf(column.shape) === 1 ? new RocCounter(output) : null;
  const classes = column.names?.length ?? column.depth ?? width;
  const names = column.names ?? Array.from({ length: classes }, (_, i) => String(i));
  return width > 1 && classes <= MOST_CLASSES ? new ConfusionCounter(output, names) : null;
}
