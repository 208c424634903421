import type { Dataset } from '../data/types.ts';
import { modelCode } from './code/model-code.ts';
import { modelInfo } from './model-info.ts';
import type { OpenRun } from './open-run.ts';
import type { Control, Event } from './protocol.ts';

/** What the page learns of a run before it is compiled. */
export function openedEvent(open: OpenRun, controls: readonly Control[]): Event {
  const { request, built, dataset, session } = open;
  const { preset, size, seed } = request;
  return {
    type: 'opened',
    preset: preset.id,
    size,
    controls,
    model: modelInfo(open, modelCode(open)),
    epochs: built.epochs,
    stepsPerEpoch: session.stepsPerEpoch,
    baseRates: baseRates(open),
    page: { about: preset.about, tryThis: preset.tryThis, provenance: provenance(dataset) },
    seed,
  };
}

/** Accuracy of the most frequent answer, by output. */
function baseRates({ feeds, dataset }: OpenRun): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const [output, column] of Object.entries(feeds.validation.feed.targets)) {
    const rate = dataset.baseRates[column.name];
    if (rate !== undefined) rates[output] = rate;
  }
  return rates;
}

function provenance({ provenance: { description, origin, source, licence } }: Dataset): string {
  return [description, origin, source, licence].join(' · ');
}
