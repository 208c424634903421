import { configError } from '../../core/errors.ts';
import { required } from '../../core/invariant.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Column } from '../../data/types.ts';
import type { Predicted } from '../../train/predict-batch.ts';
import { numberOf } from '../column-rows.ts';
import { mainOutput } from '../main-output.ts';
import type { OpenRun } from '../open-run.ts';
import type { SampleView, TryInput } from '../protocol.ts';

/** The row of each output for one sample. */
export type OutputRows = Readonly<Record<string, ArrayLike<number>>>;

/** A validation sample, and what the model says of it. */
export interface SampleContext {
  readonly run: OpenRun;
  readonly sample: number;
  readonly outputs: OutputRows;
}

/** How samples of one kind are shown. One kind, one file, one line in the table. */
export interface SampleKindDef<V extends SampleView = SampleView, I extends TryInput = TryInput> {
  view(context: SampleContext): V;
  /** How sure the model is of a wrong answer; 0 where it is right. */
  mistake(context: SampleContext): number;
  /** How a person's own input is tried; null where there is no way to give one. */
  readonly trial: Trial<V, I> | null;
}

export interface Trial<V extends SampleView = SampleView, I extends TryInput = TryInput> {
  readonly kind: I['kind'];
  /** The columns of the model's inputs for the input. Errors where it does not fit. */
  columns(run: OpenRun, input: I): Readonly<Record<string, Column>>;
  /** What the model makes of it; the label is -1, for nobody knows it. */
  view(run: OpenRun, input: I, outputs: OutputRows): V;
}

/** The label of what a person gave. */
export const UNKNOWN = -1;

/** The rows of all outputs for one sample of a prediction. */
export function outputRows(predicted: Predicted, row: number): OutputRows {
  return Object.fromEntries(
    Object.entries(predicted).map(([name, { data, shape }]) => {
      const size = sizeOf(shape.slice(1));
      return [name, data.subarray(row * size, (row + 1) * size)];
    }),
  );
}

export function firstOf<T>(record: Readonly<Record<string, T>>): T {
  return required(Object.values(record)[0], 'first entry') as T;
}

/** What the model's inputs are fed from: name of the input and column. */
export const inputsOf = (run: OpenRun): [string, Column][] =>
  Object.entries(run.feeds.validation.feed.inputs);

/** The column that feeds an output's targets. */
export const targetOf = (run: OpenRun, output: string): Column =>
  required(run.feeds.validation.feed.targets[output], `targets of ${output}`);

export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** What the main output says. */
export const mainOf = (run: OpenRun, outputs: OutputRows): ArrayLike<number> =>
  outputs[mainOutput(run)] ?? firstOf(outputs);

/** The label of a sample: what the main output should say. */
export const labelOf = ({ run, sample }: SampleContext): number =>
  numberOf(targetOf(run, mainOutput(run)), sample);

/** How sure the main output is of a yes or no that differs from the label. */
export function wrongFlag(context: SampleContext): number {
  const probability = mainOf(context.run, context.outputs)[0]!;
  return probability > 0.5 === labelOf(context) > 0.5 ? 0 : Math.max(probability, 1 - probability);
}

/** How sure the main output is of a class that differs from the label. */
export function wrongClass(context: SampleContext): number {
  const probabilities = mainOf(context.run, context.outputs);
  const best = argMax(probabilities);
  return best === labelOf(context) ? 0 : probabilities[best]!;
}

/** A column like `column` that holds one sample's data. Errors where the sizes differ. */
export function oneSample(column: Column, data: Column['data']): Column {
  const { index: _, ...rest } = column;
  if (data.length === sizeOf(column.shape)) return { ...rest, data, dtype: dtypeOf(data) };
  throw configError({
    where: 'your own input',
    must: `must have ${sizeOf(column.shape)} numbers for '${column.name}'`,
    got: String(data.length),
  });
}

const dtypeOf = (data: Column['data']): Column['dtype'] =>
  data instanceof Uint8Array ? 'uint8' : data instanceof Int32Array ? 'int32' : 'float32';
