import { predictBatch } from '../train/predict-batch.ts';
import type { OpenRun } from './open-run.ts';
import type { SamplesInfo, SampleView } from './protocol.ts';
import { mistakeOf, outputRows, sampleView } from './sample-views.ts';

/** Samples that are predicted together, at most. */
const BATCH = 32;
/** The most confident mistakes shown. */
const WORST = 12;

/** What the model says now of `count` validation samples from `from` on (at the end: of the last ones). */
export async function samplesInfo(run: OpenRun, from: number, count: number): Promise<SamplesInfo> {
  const { feeds, dataset } = run;
  const { samples } = feeds.validation.feed;
  const start = Math.max(0, Math.min(from, samples - count));
  const views = await viewsOf(run, start, Math.min(count, samples));
  const worst = views
    .filter((view) => mistakeOf(view) > 0)
    .sort((a, b) => mistakeOf(b) - mistakeOf(a))
    .slice(0, WORST);
  return { classNames: dataset.classNames ?? [], samples: views, worst };
}

/** Views of validation samples, predicted in batches of one size, so that one compiled step serves. */
async function viewsOf(run: OpenRun, start: number, count: number): Promise<SampleView[]> {
  const { session, feeds, dataset, built, request } = run;
  const { feed } = feeds.validation;
  const batch = Math.min(BATCH, built.batchSize, feed.samples);
  const columns = { inputs: feed.inputs, targets: feed.targets };
  const views: SampleView[] = [];
  for (let at = start; at < start + count; at += batch) {
    const first = Math.min(at, feed.samples - batch);
    const predicted = await predictBatch(session.program, feed, first, batch);
    for (let sample = at; sample < Math.min(at + batch, start + count); sample++) {
      const outputs = outputRows(predicted, sample - first);
      views.push(
        sampleView(request.preset.samples, { dataset, split: dataset.validation, columns, sample, outputs }),
      );
    }
  }
  return views;
}
