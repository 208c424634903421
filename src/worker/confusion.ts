import type { Counter } from './evaluation.ts';
import type { EvaluationView } from './protocol.ts';

/** Counts how often each true class was taken for each class. Outputs of several steps count each step. */
export class ConfusionCounter implements Counter {
  private readonly counts: Int32Array;

  constructor(
    private readonly output: string,
    private readonly classNames: readonly string[],
  ) {
    this.counts = new Int32Array(classNames.length ** 2);
  }

  add(output: ArrayLike<number>, labels: ArrayLike<number>): void {
    const width = output.length / labels.length;
    const classes = this.classNames.length;
    for (let step = 0; step < labels.length; step++) {
      const best = bestFrom(output, step * width, Math.min(width, classes));
      this.counts[labels[step]! * classes + best]!++;
    }
  }

  view(): EvaluationView {
    return {
      kind: 'confusion',
      output: this.output,
      classNames: this.classNames,
      counts: this.counts.slice(),
    };
  }
}

function bestFrom(values: ArrayLike<number>, start: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}
