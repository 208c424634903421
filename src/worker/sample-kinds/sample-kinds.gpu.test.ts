import { expect, test } from 'vitest';
import { readDataFile } from '../../cli/read-file.ts';
import { datasets } from '../../data/table.ts';
import type { Params } from '../../data/types.ts';
import { input } from '../../nn/input.ts';
import { layers } from '../../nn/layers/table.ts';
import { model } from '../../nn/model.ts';
import { optimizers } from '../../nn/optimizers/table.ts';
import type { SymbolicTensor } from '../../nn/symbolic-tensor.ts';
import type { BuiltPreset, Preset, PresetColumns, SampleKind } from '../../presets/preset.ts';
import { openEngine } from '../../train/engine.ts';
import { type OpenRun, openRun } from '../open-run.ts';
import type { SampleView, TryInput } from '../protocol.ts';
import { samplesInfo } from '../samples.ts';
import { tryInput } from '../try-input.ts';

interface Case {
  readonly samples: SampleKind;
  readonly dataset: string;
  readonly params: Params;
  readonly inputs: Readonly<Record<string, SymbolicTensor>>;
  readonly output: SymbolicTensor;
  readonly loss: string;
  columns: BuiltPreset['columns'];
}

const {
  dense,
  concatenate,
  embedding,
  flatten,
  globalAveragePooling2d,
  timeDistributed,
  globalAveragePooling1d,
} = layers;
const seen = (x: SymbolicTensor) => globalAveragePooling2d()(x);
const read = (x: SymbolicTensor) => flatten()(embedding({ inputDim: 10_000, outputDim: 2 })(x));
const yes = (list: readonly SymbolicTensor[], name: string) =>
  dense({ units: 1, activation: 'sigmoid', name })(list.length === 1 ? list[0]! : concatenate()(list));

async function prepared(c: Case): Promise<OpenRun> {
  const made = model({ inputs: Object.values(c.inputs), outputs: c.output });
  made.compile({ optimizer: optimizers.sgd(0.01), loss: c.loss });
  const built: BuiltPreset = {
    model: made,
    dataset: c.dataset,
    datasetParams: c.params,
    batchSize: 4,
    epochs: 1,
    columns: c.columns,
  };
  const preset = { title: c.samples, samples: c.samples, params: [] } as unknown as Preset;
  const dataset = await datasets[c.dataset]!.load({ read: readDataFile }, c.params);
  await dataset.complete;
  const request = { preset, size: 'quick', values: {}, extras: {}, seed: 1, tune: false } as const;
  const kernels = { winners: null, variants: {}, quickStart: false, onCompile: () => {} };
  const run = openRun(request, built, dataset, await openEngine(navigator.gpu), kernels);
  await run.session.prepare();
  return run;
}

/** Two samples, and a trial where the kind has one. */
async function shown(
  c: Case,
  given: TryInput | null,
): Promise<{ view: SampleView; tried: SampleView | null }> {
  const run = await prepared(c);
  const { samples } = await samplesInfo(run, 1, 2);
  const tried = given === null ? null : await tryInput(run, given);
  await run.session.discard();
  run.session.opened.device.destroy();
  return { view: samples[0]!, tried };
}

const picked =
  (inputs: Record<string, string>, target: string, output: string): BuiltPreset['columns'] =>
  ({ columns }): PresetColumns => ({
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, columns[column]!])),
    targets: { [output]: columns[target]! },
  });

test('rows of digits', async () => {
  const x = input({ shape: [20, 784], name: 'x' });
  const pictures = { shape: [20, 28, 28], data: new Uint8Array(20 * 784).fill(9) };
  const { view, tried } = await shown(
    {
      samples: 'image-sequence',
      dataset: 'digit-sequence',
      params: { train: 100, validation: 100 },
      inputs: { x },
      output: timeDistributed({ layer: dense({ units: 10, activation: 'softmax' }), name: 'y' })(x),
      loss: 'sparse_categorical_crossentropy',
      columns: picked({ x: 'digits' }, 'labels', 'y'),
    },
    { kind: 'image-sequence', images: pictures },
  );
  if (view.kind !== 'image-sequence') throw new Error(view.kind);
  expect(view.images.shape).toEqual([20, 28, 28]);
  expect(view.probabilities).toHaveLength(20);
  expect(view.probabilities[3]!.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
  expect(view.labels).toHaveLength(20);
  expect(tried).toMatchObject({ kind: 'image-sequence', labels: [] });
  expect(tried?.kind === 'image-sequence' && tried.probabilities).toHaveLength(20);
});

test('pairs of digits', async () => {
  const [a, b] = [input({ shape: [27, 27, 1], name: 'a' }), input({ shape: [27, 27, 1], name: 'b' })];
  const picture = { shape: [27, 27], data: new Float32Array(729).fill(0.5) };
  const { view, tried } = await shown(
    {
      samples: 'image-pair',
      dataset: 'digit-pair',
      params: { train: 100, validation: 100 },
      inputs: { a, b },
      output: yes([seen(a), seen(b)], 'y'),
      loss: 'binary_crossentropy',
      columns: picked({ a: 'left', b: 'right' }, 'same', 'y'),
    },
    { kind: 'image-pair', images: [picture, picture] },
  );
  expect(view).toMatchObject({
    kind: 'image-pair',
    images: [{ shape: [27, 27, 1] }, { shape: [27, 27, 1] }],
  });
  expect(tried).toMatchObject({ kind: 'image-pair', label: -1 });
});

test('subject lines with numbers', async () => {
  const words = input({ shape: [10], dtype: 'int32', name: 'words' });
  const numbers = input({ shape: [5], name: 'numbers' });
  const { view, tried } = await shown(
    {
      samples: 'text-class',
      dataset: 'headline',
      params: { length: 10 },
      inputs: { words, numbers },
      output: yes([read(words), numbers], 'y'),
      loss: 'binary_crossentropy',
      columns: picked({ words: 'words', numbers: 'numbers' }, 'spam', 'y'),
    },
    { kind: 'text', text: 'free money', features: [1, 2, 3, 4, 5] },
  );
  if (view.kind !== 'text-class') throw new Error(view.kind);
  expect(view.text.length).toBeGreaterThan(3);
  expect(view.features).toHaveLength(5);
  for (const { value } of view.features) expect(Number.isFinite(Number(value))).toBe(true);
  expect(tried).toMatchObject({ kind: 'text-class', text: 'free money', label: -1 });
});

test('pairs of texts', async () => {
  const [a, b] = [input({ shape: [140, 256], name: 'a' }), input({ shape: [140, 256], name: 'b' })];
  const mean = (x: SymbolicTensor) => globalAveragePooling1d()(x);
  const { view, tried } = await shown(
    {
      samples: 'text-pair',
      dataset: 'tweet-pair',
      params: { train: 100, validation: 100 },
      inputs: { a, b },
      output: yes([mean(a), mean(b)], 'y'),
      loss: 'binary_crossentropy',
      columns: picked({ a: 'left', b: 'right' }, 'same', 'y'),
    },
    { kind: 'text-pair', texts: ['one', 'two'] },
  );
  if (view.kind !== 'text-pair' || tried?.kind !== 'text-pair') throw new Error(view.kind);
  expect(view.texts[0]).toHaveLength(140);
  expect(tried.same).toBeGreaterThan(0);
});

test('questions about a picture', async () => {
  const image = input({ shape: [32, 32, 3], name: 'image' });
  const question = input({ shape: [12], dtype: 'int32', name: 'question' });
  const joined = concatenate()([read(question), seen(image)]);
  const { view, tried } = await shown(
    {
      samples: 'image-question',
      dataset: 'sort-of-clevr',
      params: { train: 50, validation: 50, size: 32, questions: 2, length: 12 },
      inputs: { image, question },
      output: dense({ units: 20, activation: 'softmax', name: 'y' })(joined),
      loss: 'sparse_categorical_crossentropy',
      columns: picked({ image: 'image', question: 'question' }, 'answer', 'y'),
    },
    { kind: 'question', sample: 0, question: 'what shape is the red object' },
  );
  if (view.kind !== 'image-question' || tried?.kind !== 'image-question') throw new Error(view.kind);
  expect(view.question).toMatch(/^(what|is|how) /);
  expect(view.answers).toHaveLength(5);
  expect(view.label).toMatch(/^[a-z]+$/);
  expect(tried.image.shape).toEqual([32, 32, 3]);
});
