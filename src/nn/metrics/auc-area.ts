import { ratio } from './confusion.ts';

export const CURVES = ['ROC', 'PR'] as const;
export const SUMMATIONS = ['interpolation', 'minoring', 'majoring'] as const;

export type AucCurve = (typeof CURVES)[number];
export type AucSummation = (typeof SUMMATIONS)[number];

/**
 * Riemann sum over neighbouring thresholds: Σ (x_t − x_{t+1}) · height, with height the mean, the lower or the higher of
 * the two y. ROC: x = FP / negatives, y = TP / positives. PR: x = TP / positives, y = TP / (TP + FP).
 */
export function areaUnder(curve: AucCurve, method: AucSummation, tp: Float64Array, fp: Float64Array): number {
  const recall = Array.from(tp, (t) => ratio(t, tp[0]!));
  const fallout = Array.from(fp, (f) => ratio(f, fp[0]!));
  const precision = Array.from(tp, (t, i) => ratio(t, t + fp[i]!));
  const [x, y] = curve === 'ROC' ? [fallout, recall] : [recall, precision];
  let area = 0;
  for (let t = 0; t + 1 < x.length; t++) area += (x[t]! - x[t + 1]!) * height(method, y[t]!, y[t + 1]!);
  return area;
}

function height(method: AucSummation, y: number, next: number): number {
  if (method === 'interpolation') return (y + next) / 2;
  return method === 'minoring' ? Math.min(y, next) : Math.max(y, next);
}

/**
 * Area under the precision–recall curve with true positives interpolated between thresholds, precision being not linear:
 * Σ slope · (ΔTP + intercept · ln(P_t / P_{t+1})) / positives, P = TP + FP, slope = ΔTP / ΔP, intercept = TP − slope · P.
 * Davis & Goadrich (2006).
 */
export function interpolatedPrArea(tp: Float64Array, fp: Float64Array): number {
  let area = 0;
  for (let t = 0; t + 1 < tp.length; t++) {
    const [p, next] = [tp[t]! + fp[t]!, tp[t + 1]! + fp[t + 1]!];
    const slope = ratio(tp[t]! - tp[t + 1]!, Math.max(p - next, 0));
    const intercept = tp[t + 1]! - slope * next;
    const logRatio = p > 0 && next > 0 ? Math.log(p / next) : 0;
    area += ratio(slope * (tp[t]! - tp[t + 1]! + intercept * logRatio), tp[0]!);
  }
  return area;
}
