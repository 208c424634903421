import { predictBatch } from '../train/predict-batch.ts';
import type { OpenRun } from './open-run.ts';
import type { SamplesInfo, SampleView } from './protocol.ts';
import { outputRows } from './sample-kinds/sample-kind.ts';
import { sampleKind } from './sample-kinds/table.ts';

/** Samples that are predicted together, at most. */
const BATCH = 32;
/** The most confident mistakes shown. */
const WORST = 12;

/** What the model says now of `count` validation samples from `from` on (at the end: of the last ones). */
export async function samplesInfo(run: OpenRun, from: number, count: number): Promise<SamplesInfo> {
  const { samples } = run.feeds.validation.feed;
  const start = Math.max(0, Math.min(from, samples - count));
  const views = await viewsOf(run, start, Math.min(count, samples));
  return { classNames: run.dataset.classNames ?? [], samples: views, worst: worstOf(run, views) };
}

/** The mistakes among views, the surest first. */
function worstOf(run: OpenRun, views: readonly SampleView[]): SampleView[] {
  const { mistake } = sampleKind(run.request.preset.samples);
  const wrong = views.map((view) => ({ view, sure: mistake(view) })).filter(({ sure }) => sure > 0);
  wrong.sort((a, b) => b.sure - a.sure);
  return wrong.slice(0, WORST).map(({ view }) => view);
}

/** Views of validation samples, predicted in batches of one size, so that one compiled step serves. */
async function viewsOf(run: OpenRun, start: number, count: number): Promise<SampleView[]> {
  const { feed } = run.feeds.validation;
  const { view } = sampleKind(run.request.preset.samples);
  const batch = Math.min(BATCH, run.built.batchSize, feed.samples);
  const views: SampleView[] = [];
  for (let at = start; at < start + count; at += batch) {
    const first = Math.min(at, feed.samples - batch);
    const predicted = await predictBatch(run.session.program, feed, first, batch);
    for (let sample = at; sample < Math.min(at + batch, start + count); sample++) {
      views.push(view({ run, sample, outputs: outputRows(predicted, sample - first) }));
    }
  }
  return views;
}
