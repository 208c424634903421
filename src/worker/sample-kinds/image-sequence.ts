import { sizeOf } from '../../core/shape.ts';
import { numberOf, rowOf } from '../column-rows.ts';
import type { OpenRun } from '../open-run.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { givenPicture, picturesOf } from './pictures.ts';
import { argMax, inputsOf, type OutputRows, type SampleKindDef, targetOf } from './sample-kind.ts';

type View = Extract<SampleView, { kind: 'image-sequence' }>;
type Input = Extract<TryInput, { kind: 'image-sequence' }>;

/** A row of pictures, each of one of several classes, with further questions about the whole row. */
export const imageSequence: SampleKindDef<View, Input> = {
  view: ({ run, sample, outputs }) => {
    const images = picturesOf(inputsOf(run)[0]![1], sample);
    const steps = images.shape[0]!;
    const output = perStep(run, steps);
    const labels = output === null ? [] : Array.from(rowOf(targetOf(run, output), sample).data);
    return {
      kind: 'image-sequence',
      images,
      probabilities: output === null ? [] : chunks(outputs[output]!, steps),
      labels,
      notes: notesOf(run, sample, outputs, output),
    };
  },
  mistake: ({ run, sample, outputs }) => {
    const images = inputsOf(run)[0]![1];
    const output = perStep(run, images.shape[0]!);
    if (output === null) return 0;
    const labels = rowOf(targetOf(run, output), sample).data;
    const wrong = chunks(outputs[output]!, labels.length).map((p, i) => {
      const best = argMax(p);
      return best === labels[i] ? 0 : p[best]!;
    });
    return Math.max(0, ...wrong);
  },
  trial: {
    kind: 'image-sequence',
    columns: (run, { images }) => {
      const [name, column] = inputsOf(run)[0]!;
      return { [name]: givenPicture(column, images) };
    },
    view: (run, { images }, outputs) => {
      const steps = images.shape[0]!;
      const output = perStep(run, steps);
      return {
        kind: 'image-sequence',
        images,
        probabilities: output === null ? [] : chunks(outputs[output]!, steps),
        labels: [],
        notes: Object.entries(outputs).flatMap(([other, row]) =>
          other === output ? [] : [`${other}: ${saidOf(row)}`],
        ),
      };
    },
  },
};

/** The output whose targets are one class a step, if there is one. */
function perStep(run: OpenRun, steps: number): string | null {
  const { targets } = run.feeds.validation.feed;
  return Object.keys(targets).find((name) => sizeOf(targets[name]!.shape) === steps) ?? null;
}

function chunks(row: ArrayLike<number>, count: number): number[][] {
  const size = row.length / count;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: size }, (_unused, k) => row[i * size + k]!),
  );
}

/** What the other outputs say, `ascending: 0.93 (1)`, with the truth in brackets. */
function notesOf(run: OpenRun, sample: number, outputs: OutputRows, shown: string | null): string[] {
  return Object.entries(outputs)
    .filter(([name]) => name !== shown && name in run.feeds.validation.feed.targets)
    .map(([name, row]) => {
      const truth = numberOf(targetOf(run, name), sample);
      return `${name}: ${saidOf(row)} (${truth})`;
    });
}

const saidOf = (row: ArrayLike<number>): string =>
  row.length === 1 ? row[0]!.toFixed(2) : String(argMax(row));
