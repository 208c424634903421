import { predictBatch } from '../train/predict-batch.ts';
import type { OpenRun } from './open-run.ts';
import type { SamplesInfo, SampleView } from './protocol.ts';
import { vocabularyOf } from './sample-kinds/questions.ts';
import { outputRows } from './sample-kinds/sample-kind.ts';
import { sampleKind } from './sample-kinds/table.ts';
import { WorstList } from './worst-list.ts';

/** Samples that are predicted together, at most. */
const BATCH = 32;

/**
 * What the model says now of `count` validation samples from `from` on (at the end: of the last ones). `known`: the surest mistakes
 * of the last look at all samples; without any, those among these samples are given.
 */
export async function samplesInfo(
  run: OpenRun,
  from: number,
  count: number,
  known: readonly SampleView[] = [],
): Promise<SamplesInfo> {
  const { samples } = run.feeds.validation.feed;
  const start = Math.max(0, Math.min(from, samples - count));
  const worst = new WorstList();
  const views = await viewsOf(run, start, Math.min(count, samples), worst);
  const surest = known.length > 0 ? known : worst.views();
  const { classNames = [] } = run.dataset;
  return { classNames, vocabulary: vocabularyOf(run), samples: views, worst: surest };
}

/** Views of validation samples, predicted in batches of one size, so that one compiled step serves. */
async function viewsOf(run: OpenRun, start: number, count: number, worst: WorstList): Promise<SampleView[]> {
  const { feed } = run.feeds.validation;
  const { view, mistake } = sampleKind(run.request.preset.samples);
  const batch = Math.min(BATCH, run.built.batchSize, feed.samples);
  const views: SampleView[] = [];
  for (let at = start; at < start + count; at += batch) {
    const first = Math.min(at, feed.samples - batch);
    const predicted = await predictBatch(run.session.program, feed, first, batch);
    for (let sample = at; sample < Math.min(at + batch, start + count); sample++) {
      const context = { run, sample, outputs: outputRows(predicted, sample - first) };
      const shown = view(context);
      worst.offer(mistake(context), () => shown);
      views.push(shown);
    }
  }
  return views;
}
