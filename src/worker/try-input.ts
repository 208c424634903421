import { configError } from '../core/errors.ts';
import { predictGiven } from '../train/predict-batch.ts';
import type { OpenRun } from './open-run.ts';
import type { SampleView, TryInput } from './protocol.ts';
import { outputRows } from './sample-kinds/sample-kind.ts';
import { sampleKind } from './sample-kinds/table.ts';

/** What the model makes of a person's own input. Errors where it is of another kind or size than the preset's. */
export async function tryInput(run: OpenRun, input: TryInput): Promise<SampleView> {
  const { preset } = run.request;
  const { trial } = sampleKind(preset.samples);
  if (trial === null || trial.kind !== input.kind) {
    const must = `${preset.title} takes ${trial === null ? 'none' : `'${trial.kind}'`}`;
    throw configError({ where: 'your own input', must, got: `'${input.kind}'` });
  }
  const feed = { name: 'try', samples: 1, inputs: trial.columns(run, input), targets: {} };
  return trial.view(run, input, outputRows(await predictGiven(run.session.program, feed), 0));
}
