import type {
  GoldenArray,
  GoldenCompile,
  GoldenConfig,
  GoldenFit,
  GoldenObject,
  GoldenTraining,
} from '../../../fixtures/golden/load.ts';
import type { NdArray } from '../../core/nd-array.ts';
import type { Callback } from '../../nn/callbacks/callback.ts';
import { callbacks } from '../../nn/callbacks/table.ts';
import type { CompileConfig } from '../../nn/compile.ts';
import { losses } from '../../nn/losses/table.ts';
import { metrics } from '../../nn/metrics/table.ts';
import type { AnyModel } from '../../nn/model.ts';
import { optimizers } from '../../nn/optimizers/table.ts';
import type { FitOptions } from '../../nn/runtime.ts';
import { optionsOf, rowOf } from '../../nn/testing/golden-config.ts';
import { goldenSpecModel } from '../../nn/testing/golden-model.ts';

type Row = ((options: object) => object) & { readonly def: { readonly className: string } };
const ROWS = { ...losses, ...metrics, ...optimizers } as unknown as Readonly<Record<string, Row>>;

/** The object of ours for a Keras object in plain data; `table` where one class name stands in several. */
function made(value: unknown, table: Readonly<Record<string, Row>> = ROWS): unknown {
  if (Array.isArray(value)) return value.map((one) => made(one, table));
  if (typeof value !== 'object' || value === null) return value;
  if (!('class' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, made(one, table)]));
  }
  const { class: kind, config } = value as GoldenObject;
  return rowOf(table, kind)(optionsOf(config));
}

export function goldenCompile(compile: GoldenCompile): CompileConfig {
  const table = (rows: object) => rows as unknown as Readonly<Record<string, Row>>;
  return {
    optimizer: made(compile.optimizer, table(optimizers)) as string | object,
    loss: made(compile.loss, table(losses)) as CompileConfig['loss'],
    lossWeights: compile.loss_weights,
    metrics: made(compile.metrics ?? [], table(metrics)) as CompileConfig['metrics'],
    weightedMetrics: (compile.weighted_metrics ?? []) as string[],
  };
}

/** The model of a fixture, compiled, with its weights. */
export function goldenCompiledModel(golden: GoldenTraining | GoldenFit): AnyModel {
  const model = goldenSpecModel(golden.model);
  model.compile(goldenCompile(golden.compile));
  model.setWeights(golden.weights.map((w) => w.array));
  return model;
}

/** Arguments of `fit` in our words. */
export function goldenFitOptions({ fit }: GoldenFit): FitOptions {
  const { callbacks: given = [], ...rest } = fit as GoldenConfig & { callbacks?: GoldenObject[] };
  const make = callbacks as unknown as Record<string, (options: object) => Callback>;
  const known: Record<string, string> = {
    EarlyStopping: 'earlyStopping',
    ReduceLROnPlateau: 'reduceLROnPlateau',
  };
  return {
    ...optionsOf(rest),
    shuffle: false,
    callbacks: given.map((c) => make[known[c.class]!]!(optionsOf(c.config))),
  };
}

/** The given rows of arrays by name. */
export function takeRows(
  arrays: Readonly<Record<string, GoldenArray>>,
  rows: readonly number[],
): Record<string, NdArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, take(array, rows)]));
}

function take({ data, shape, dtype }: GoldenArray, rows: readonly number[]): NdArray {
  const width = data.length / shape[0]!;
  const parts = rows.map((r) => Array.from(data.subarray(r * width, (r + 1) * width)));
  const Type = dtype === 'int32' ? Int32Array : Float32Array;
  return { data: Type.from(parts.flat()), shape: [rows.length, ...shape.slice(1)], dtype };
}
