import type { Counter } from './evaluation.ts';
import type { EvaluationView } from './protocol.ts';

/** Points of a curve that is sent. */
const POINTS = 200;

/** Collects probabilities of yes with the truth, for a ROC curve. */
export class RocCounter implements Counter {
  private readonly answers: { readonly score: number; readonly positive: boolean }[] = [];

  constructor(private readonly output: string) {}

  add(output: ArrayLike<number>, labels: ArrayLike<number>): void {
    this.answers.push({ score: output[0]!, positive: labels[0]! > 0.5 });
  }

  /** The curve over all thresholds, and the area under it by trapezia: the chance that a yes scores above a no. */
  view(): EvaluationView {
    const curve = this.curve();
    const kept = curve.filter((_, i) => i % Math.ceil(curve.length / POINTS) === 0 || i === curve.length - 1);
    return {
      kind: 'roc',
      output: this.output,
      falsePositive: Float32Array.from(kept, (p) => p.x),
      truePositive: Float32Array.from(kept, (p) => p.y),
      area: areaUnder(curve),
    };
  }

  /** From (0, 0) to (1, 1), one point for each distinct score. */
  private curve(): { x: number; y: number }[] {
    const sorted = [...this.answers].sort((a, b) => b.score - a.score);
    const yes = sorted.filter((a) => a.positive).length;
    const no = sorted.length - yes;
    const points = [{ x: 0, y: 0 }];
    let [right, wrong] = [0, 0];
    sorted.forEach(({ score, positive }, i) => {
      if (positive) right++;
      else wrong++;
      if (sorted[i + 1]?.score !== score)
        points.push({ x: wrong / Math.max(1, no), y: right / Math.max(1, yes) });
    });
    return points;
  }
}

function areaUnder(curve: readonly { x: number; y: number }[]): number {
  let area = 0;
  for (let i = 1; i < curve.length; i++) {
    const [a, b] = [curve[i - 1]!, curve[i]!];
    area += ((b.x - a.x) * (a.y + b.y)) / 2;
  }
  return area;
}
