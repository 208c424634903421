import { defineThresholdMetric } from './threshold-metric.ts';

// Weighted counts of the confusion matrix: https://keras.io/api/metrics/classification_metrics/
// Options: thresholds (default 0.5).

const count = (n?: number): number => n!;

/** Predicted positive and positive. */
export const truePositives = defineThresholdMetric({
  name: 'true_positives',
  className: 'TruePositives',
  direction: 'up',
  cells: ['tp'],
  value: count,
});

/** Predicted positive but negative. */
export const falsePositives = defineThresholdMetric({
  name: 'false_positives',
  className: 'FalsePositives',
  direction: 'down',
  cells: ['fp'],
  value: count,
});

/** Predicted negative and negative. */
export const trueNegatives = defineThresholdMetric({
  name: 'true_negatives',
  className: 'TrueNegatives',
  direction: 'up',
  cells: ['tn'],
  value: count,
});

/** Predicted negative but positive. */
export const falseNegatives = defineThresholdMetric({
  name: 'false_negatives',
  className: 'FalseNegatives',
  direction: 'down',
  cells: ['fn'],
  value: count,
});
