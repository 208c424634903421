// Which curves there are, and what they look like: one colour for an output, everywhere.

import type { ModelInfo } from '../../worker/protocol.ts';

/** One line of a chart. */
export interface Curve {
  readonly key: string;
  readonly label: string;
  /** Custom property that holds its colour. */
  readonly color: string;
  readonly dashed: boolean;
  /** `steps`: a column of the current run; `looks`: one that is measured now and then; `epochs`: values at ends of epochs; else the id of a kept run. */
  readonly from: string;
  readonly column: string;
  /** Drawn on top of the stacked curves before it, multiplied by its weight from each step on, in the order of steps. */
  readonly stack?: readonly WeightFrom[];
}

/** A weight that holds from a step on. */
export interface WeightFrom {
  readonly step: number;
  readonly weight: number;
}

/** Curves that belong into one chart. */
export interface CurveGroup {
  /** `loss`, `accuracy`, `learning_rate`, …: the name without the output's. */
  readonly id: string;
  readonly curves: readonly Curve[];
}

const OUTPUT_COLORS = ['--data-1', '--data-2', '--data-3', '--data-4'];
const SHARED_COLORS = ['--data-5', '--data-6', '--data-4', '--data-3'];

/** Colour of the n-th output. */
export const outputColor = (index: number): string =>
  OUTPUT_COLORS[index % OUTPUT_COLORS.length] ?? '--data-1';

/** Colour of the n-th shared layer: from the other end of the palette. */
export const sharedColor = (index: number): string =>
  SHARED_COLORS[index % SHARED_COLORS.length] ?? '--data-5';

type Outputs = ModelInfo['outputs'];

/** Splits `main_output_accuracy` into output and metric; the total has no output. */
export function splitName(name: string, outputs: Outputs): { output: number; metric: string } {
  const bare = name.replace(/^val_/, '');
  const output = outputs.findIndex((one) => bare.startsWith(`${one.name}_`));
  return { output, metric: output < 0 ? bare : bare.slice(outputs[output]!.name.length + 1) };
}

/** Colour of a metric: its output's; the total of several outputs is ink. */
export function metricColor(name: string, outputs: Outputs): string {
  const { output } = splitName(name, outputs);
  if (output >= 0) return outputColor(output);
  return outputs.length > 1 ? '--ink' : outputColor(0);
}

/** Names that will come, before the first step: the total, and each output's loss where there are several. */
export function expectedNames(outputs: Outputs): string[] {
  const each = outputs.length > 1 ? outputs.map((output) => `${output.name}_loss`) : [];
  return ['loss', ...each];
}

const NOT_CURVES = new Set(['step', 'epoch', 'gradient_norm']);

/** Groups columns of steps and logs of epochs into charts: losses first, then metrics, then the rest. */
export function groupCurves(
  stepNames: readonly string[],
  epochNames: readonly string[],
  outputs: Outputs,
): CurveGroup[] {
  const groups = new Map<string, Curve[]>();
  const add = (name: string, from: 'steps' | 'epochs') => {
    const { output, metric } = splitName(name, outputs);
    const dashed = name.startsWith('val_');
    const of = output >= 0 ? outputs[output]!.name : '';
    const label = [dashed ? 'val' : '', of, of ? '' : metric].filter(Boolean).join(' ');
    const curve = { key: name, label, color: metricColor(name, outputs), dashed, from, column: name };
    groups.set(metric, [...(groups.get(metric) ?? []), curve]);
  };
  for (const name of stepNames) if (!NOT_CURVES.has(name)) add(name, 'steps');
  for (const name of epochNames)
    if (name.startsWith('val_') || !stepNames.includes(name)) add(name, 'epochs');
  return [...groups]
    .map(([id, curves]) => ({ id, curves }))
    .sort((a, b) => rank(a.id) - rank(b.id) || a.id.localeCompare(b.id));
}

/** The norm of all gradients together, measured while somebody looks. */
export const GRADIENT_NORM: CurveGroup = {
  id: 'gradient_norm',
  curves: [
    {
      key: 'gradient_norm',
      label: 'gradient_norm',
      color: '--ink',
      dashed: false,
      from: 'looks',
      column: 'gradient_norm',
    },
  ],
};

const ORDER = [/^loss$/, /accuracy/, /auc|precision|recall|f1/, /error/, /learning_rate/, /norm/];

const rank = (id: string): number => {
  const at = ORDER.findIndex((pattern) => pattern.test(id));
  return at < 0 ? ORDER.length : at;
};

/** The metric that is shown as text beside the loss: accuracy where there is one. */
export function headlineMetric(names: readonly string[], outputs: Outputs): string | null {
  const bare = names.map((name) => name.replace(/^val_/, ''));
  const shares = bare.filter((name) => /accuracy|auc/.test(name));
  return shares.find((name) => splitName(name, outputs).output <= 0) ?? shares[0] ?? null;
}
