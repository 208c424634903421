// A worker that only pretends: it answers every command as the engine would, with made-up digits and curves. For unit
// tests and for looking at the page without a GPU.

import type { WorkerPort } from '../../worker/client.ts';
import type {
  Command,
  Control,
  Event,
  PlanInfo,
  PresetInfo,
  SamplesInfo,
  SampleView,
  Throughput,
  WireTensor,
} from '../../worker/protocol.ts';
import { FAKE_MODELS } from './fake-models.ts';

const STEPS_PER_EPOCH = 469;
const EPOCHS = 10;

const PRESETS: readonly PresetInfo[] = [
  {
    id: 'mnist-mlp',
    title: 'MNIST MLP',
    teaches: 'Three dense layers read handwritten digits: the smallest model worth training.',
    data: 'MNIST: 60,000 digits',
    parameters: 55_050,
    sizes: ['quick', 'default', 'seed'],
  },
  {
    id: 'headline',
    title: 'Headline',
    teaches: 'Two inputs, two outputs: an auxiliary loss keeps the LSTM learning from the text alone.',
    data: 'E-mail subjects with five side features',
    parameters: 5_200_610,
    sizes: ['quick', 'default', 'seed'],
  },
  {
    id: 'digit-pair',
    title: 'Same digit?',
    teaches: 'One vision model is called on two digits: both calls share every weight.',
    data: 'Pairs of MNIST digits',
    parameters: 53_057,
    sizes: ['quick', 'default'],
  },
];

const control = (part: Partial<Control> & Pick<Control, 'id' | 'label' | 'kind' | 'value'>): Control => ({
  help: '',
  takes: 'live',
  group: 'optimizer',
  ...part,
});

const CONTROLS: readonly Control[] = [
  control({
    id: 'optimizer',
    label: 'Optimizer',
    kind: 'choice',
    value: 'rmsprop',
    options: ['sgd', 'rmsprop', 'adam'],
    takes: 'plan',
    help: 'The rule that turns gradients into changes of the weights.',
  }),
  control({
    id: 'learningRate',
    label: 'Learning rate',
    kind: 'float',
    value: 0.001,
    min: 1e-6,
    max: 1,
    logarithmic: true,
    help: 'How far each step moves the weights.',
  }),
  control({
    id: 'rho',
    label: 'Rho',
    kind: 'float',
    value: 0.9,
    min: 0,
    max: 0.999,
    help: 'How long RMSprop remembers squared gradients.',
  }),
  control({
    id: 'batchSize',
    label: 'Batch size',
    kind: 'int',
    value: 128,
    min: 1,
    max: 4096,
    takes: 'plan',
    group: 'training',
    help: 'Samples per step.',
  }),
  control({
    id: 'epochs',
    label: 'Epochs',
    kind: 'int',
    value: EPOCHS,
    min: 1,
    max: 1000,
    group: 'training',
    help: 'Passes over the training data.',
  }),
  control({
    id: 'shuffle',
    label: 'Shuffle',
    kind: 'flag',
    value: true,
    group: 'data',
    help: 'A new order of the samples in every epoch.',
  }),
  control({
    id: 'dropout/rate',
    label: 'Dropout',
    kind: 'float',
    value: 0.2,
    min: 0,
    max: 0.9,
    group: 'model',
    help: 'Share of units that are silenced in each step.',
  }),
];

/** Strokes of the digits on a seven-segment display. */
const SEGMENTS = ['abcdef', 'bc', 'abged', 'abgcd', 'fgbc', 'afgcd', 'afgedc', 'abc', 'abcdefg', 'abcdfg'];

export function fakeDigit(label: number, shift: number): WireTensor {
  const data = new Float32Array(28 * 28);
  const line = (x0: number, y0: number, x1: number, y1: number) => {
    for (let t = 0; t <= 40; t++) blob(data, x0 + ((x1 - x0) * t) / 40 + shift, y0 + ((y1 - y0) * t) / 40);
  };
  const strokes: Record<string, () => void> = {
    a: () => line(9, 6, 18, 6),
    b: () => line(18, 6, 17, 14),
    c: () => line(17, 14, 16, 22),
    d: () => line(8, 22, 16, 22),
    e: () => line(9, 14, 8, 22),
    f: () => line(9, 6, 9, 14),
    g: () => line(9, 14, 17, 14),
  };
  for (const segment of SEGMENTS[label]!) strokes[segment]!();
  return { shape: [28, 28], data };
}

function blob(data: Float32Array, x: number, y: number): void {
  for (let row = Math.floor(y) - 1; row <= y + 2; row++)
    for (let column = Math.floor(x) - 1; column <= x + 2; column++) {
      const at = row * 28 + column;
      data[at] = Math.max(data[at] ?? 0, Math.min(1, 1.6 - Math.hypot(column - x, row - y)));
    }
}

function classSample(label: number, skill: number, index: number): SampleView {
  const wrong = (label + 3) % 10;
  const believed = index % 7 === 3 && skill < 0.9 ? wrong : label;
  const probabilities = Array.from({ length: 10 }, (_, k) => (1 - skill) / 10 + (k === believed ? skill : 0));
  return { kind: 'image-class', image: fakeDigit(label, (index % 3) - 1), probabilities, label };
}

function samplesFor(preset: string, skill: number, from: number, count: number): SamplesInfo {
  const at = (index: number): SampleView => {
    if (preset === 'headline')
      return {
        kind: 'text-class',
        text: index % 2 ? 'Re: meeting moved to thursday' : 'You have been selected: claim your prize now',
        features: [
          { name: 'Recipients', value: String(1 + (index % 5)) },
          { name: 'Hour', value: `${(index * 5) % 24}:00` },
        ],
        outputs: [
          { name: 'main_output', probability: index % 2 ? 0.06 : 0.5 + skill / 2 },
          { name: 'aux_output', probability: index % 2 ? 0.2 : 0.4 + skill / 3 },
        ],
        label: index % 2 ? 0 : 1,
      };
    if (preset === 'digit-pair')
      return {
        kind: 'image-pair',
        images: [fakeDigit(index % 10, 0), fakeDigit(index % 3 ? (index + 1) % 10 : index % 10, 1)],
        same: index % 3 ? 0.5 - skill / 2 : 0.5 + skill / 2,
        label: index % 3 ? 0 : 1,
      };
    return classSample((index * 7) % 10, skill, index);
  };
  const list = (start: number, length: number) => Array.from({ length }, (_, i) => at(start + i));
  return {
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    vocabulary: [],
    samples: list(from, count),
    worst: list(3, 3),
  };
}

const row = (op: string, where: string, phase: string, flops: number, bytes: number) => ({
  op,
  variant: op === 'dot' ? 'register-tile' : 'loop',
  where: [where],
  phase,
  workgroups: [4, 2, 1] as const,
  flops,
  bytes,
  microseconds: null,
  wgsl: `// ${op}\n@compute @workgroup_size(64)\nfn main(@builtin(global_invocation_id) id: vec3u) {\n}\n`,
});

const PLAN: PlanInfo = {
  rows: [
    row('gather', 'image', 'input', 0, 501_760),
    row('dot', 'dense', 'forward', 12_845_056, 634_880),
    row('dot', 'dense_1', 'forward', 1_048_576, 81_920),
    row('dot', 'predictions', 'forward', 163_840, 40_448),
    row('softmax-crossentropy', 'loss', 'loss', 12_800, 10_752),
    row('dot', 'predictions', 'backward', 327_680, 40_448),
    row('dot', 'dense_1', 'backward', 2_097_152, 98_304),
    row('dot', 'dense', 'backward', 12_845_056, 634_880),
    row('loop', 'rmsprop', 'optimizer', 440_400, 880_800),
  ],
  dispatches: 9,
  flops: 29_780_560,
  bytes: 2_924_192,
  slotBytes: 1_120_000,
  lowerBound: 980_000,
  variableBytes: 440_400,
  slots: [
    {
      bytes: 401_408,
      lives: [
        { first: 0, last: 1, label: 'image' },
        { first: 7, last: 8, label: 'dense/kernel gradient' },
      ],
    },
    { bytes: 32_768, lives: [{ first: 1, last: 7, label: 'dense' }] },
    { bytes: 32_768, lives: [{ first: 2, last: 6, label: 'dense_1' }] },
    { bytes: 5_120, lives: [{ first: 3, last: 5, label: 'predictions' }] },
  ],
  largestBatch: 65_536,
};

export interface FakeWorker extends WorkerPort {
  /** All commands so far. */
  readonly received: readonly Command[];
  emit(event: Event): void;
}

/** What a test may want different. */
export interface FakeOptions {
  readonly noWebGpu?: boolean;
  /** Milliseconds between batches of metrics. */
  readonly tick?: number;
}

export function createFakeWorker({ noWebGpu = false, tick = 50 }: FakeOptions = {}): FakeWorker {
  const received: Command[] = [];
  let preset = 'mnist-mlp';
  let controls = CONTROLS;
  let step = 0;
  let seed = 7;
  let timer: ReturnType<typeof setInterval> | undefined;
  const emit = (event: Event) => worker.onmessage?.({ data: event } as MessageEvent<Event>);
  const rate = () => Number(controls.find((one) => one.id === 'learningRate')?.value);
  const status = (name: Extract<Event, { type: 'status' }>['status'], note = '') =>
    emit({ type: 'status', status: name, note });
  const skill = () => 1 - Math.exp(-step / 400);

  const open = (id: string) => {
    const model = FAKE_MODELS[id];
    if (!model) {
      const must = `preset must be one of ${PRESETS.map((one) => one.id).join(', ')}`;
      const facts = { where: 'open', must, got: id, try: 'pick one from the list', retry: false };
      emit({
        type: 'error',
        error: { kind: 'config', message: `open: ${must}, got ${id}. Try: ${facts.try}.`, ...facts },
      });
      return;
    }
    preset = id;
    step = 0;
    status('loading');
    emit({ type: 'progress', task: 'data', done: 1, total: 7, note: 'train-pixels-0.rans' });
    emit({
      type: 'opened',
      preset,
      size: 'default',
      controls,
      model,
      epochs: EPOCHS,
      stepsPerEpoch: STEPS_PER_EPOCH,
      baseRates: { predictions: 0.1135, main_output: 0.6, same: 0.5 },
      page: {
        about: PRESETS.find((one) => one.id === id)!.teaches,
        tryThis: ['Raise the learning rate to 0.1 while it runs.', 'Draw a 7 with a bar.'],
        provenance: 'MNIST, LeCun, Cortes, Burges.',
      },
      seed,
    });
    status('compiling');
    for (let done = 0; done <= 9; done++)
      emit({ type: 'progress', task: 'compile', done, total: 9, note: 'dot' });
    emit({ type: 'plan', plan: PLAN });
    emit({ type: 'progress', task: 'data', done: 7, total: 7, note: '' });
    status('ready');
  };

  const throughput = (): Throughput => ({
    samplesPerSecond: 38_528,
    stepsPerSecond: 301,
    msPerStep: 3.32,
    gpuMsPerStep: 2.61,
    gpuBytes: 14_200_000,
    secondsLeft: ((EPOCHS * STEPS_PER_EPOCH - step) / STEPS_PER_EPOCH) * 4,
  });

  const advance = (count: number) => {
    const names = FAKE_MODELS[preset]!.outputs.map((output) => output.name);
    const columns: Record<string, Float64Array> = {};
    const put = (name: string, i: number, value: number) => {
      columns[name] ??= new Float64Array(count);
      columns[name][i] = value;
    };
    for (let i = 0; i < count; i++) {
      step++;
      const noise = Math.sin(step * 12.9898) * 0.5 + Math.sin(step * 78.233) * 0.5;
      const loss = 0.06 + 2.2 * Math.exp(-step / 250) + 0.12 * Math.exp(-step / 4000) * (1 + noise);
      put('step', i, step);
      put('loss', i, loss);
      put('learning_rate', i, rate());
      put('gradient_norm', i, 0.2 + Math.exp(-step / 300) * (2 + noise));
      if (names.length > 1)
        names.forEach((name, k) => {
          put(`${name}_loss`, i, loss * (k ? 1.3 : 0.8));
          put(`${name}_accuracy`, i, skill() * 0.97 - k * 0.05 + noise * 0.01);
        });
      else put('accuracy', i, Math.min(1, 0.1 + skill() * 0.87 + noise * 0.02));
    }
    const epoch = Math.floor((step - 1) / STEPS_PER_EPOCH) + 1;
    emit({ type: 'metrics', batch: { columns }, epoch, step, throughput: throughput() });
    if (Math.floor((step - count) / STEPS_PER_EPOCH) < Math.floor(step / STEPS_PER_EPOCH)) endEpoch(names);
  };

  const endEpoch = (names: readonly string[]) => {
    const epoch = Math.floor(step / STEPS_PER_EPOCH);
    const loss = 0.09 + 0.25 * Math.exp(-epoch / 2);
    const logs: Record<string, number> = { loss: loss * 0.9, val_loss: loss, accuracy: skill() };
    const accuracies = names.length > 1 ? names.map((name) => `val_${name}_accuracy`) : ['val_accuracy'];
    for (const name of accuracies) logs[name] = 0.975 - 0.1 * Math.exp(-epoch);
    for (const name of names.length > 1 ? names : []) logs[`val_${name}_loss`] = loss;
    emit({ type: 'epoch', logs: { epoch, step: epoch * STEPS_PER_EPOCH, logs } });
    emit({ type: 'evaluation', views: [confusion(), roc()] });
    if (epoch >= EPOCHS) stop('finished');
  };

  const confusion = (): Extract<Event, { type: 'evaluation' }>['views'][number] => ({
    kind: 'confusion',
    output: 'predictions',
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    counts: Int32Array.from({ length: 100 }, (_, at) =>
      Math.floor(at / 10) === at % 10 ? 960 - (at % 7) * 9 : (at * 7) % 11,
    ),
  });

  const roc = (): Extract<Event, { type: 'evaluation' }>['views'][number] => {
    const falsePositive = Float32Array.from({ length: 41 }, (_, i) => i / 40);
    return {
      kind: 'roc',
      output: 'main_output',
      falsePositive,
      truePositive: falsePositive.map((x) => x ** 0.2),
      area: 0.93,
    };
  };

  const run = () => {
    clearInterval(timer);
    status('running');
    timer = setInterval(() => advance(15), tick);
  };
  const stop = (name: 'paused' | 'finished') => {
    clearInterval(timer);
    timer = undefined;
    status(name);
  };

  const inspected = (id: string) => {
    const found = FAKE_MODELS[preset]!.nodes.find((one) => one.id === id);
    if (!found) return null;
    return {
      id,
      weights: found.weights.map(({ name, shape }) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898) * 0.1);
        return {
          name,
          tensor: { shape, data },
          histogram: {
            edges: Float32Array.from({ length: 33 }, (_, i) => -0.1 + i / 160),
            counts: Int32Array.from({ length: 32 }, (_, i) =>
              Math.round(400 * Math.exp(-((i - 16) ** 2) / 40)),
            ),
          },
        };
      }),
      activations: [
        {
          name: found.layer,
          steps: null,
          tensor: {
            shape: [64],
            data: Float32Array.from({ length: 64 }, (_, i) => Math.max(0, Math.sin(i * 3.7))),
          },
        },
      ],
      kernels: PLAN.rows.filter((one) => one.where.includes(id)),
    };
  };

  const answers: { readonly [T in Command['type']]?: (command: Extract<Command, { type: T }>) => void } = {
    open: (command) => open(command.preset),
    start: run,
    resume: run,
    pause: () => stop('paused'),
    step: ({ count }) => {
      advance(count);
      stop('paused');
    },
    'run-epoch': run,
    stop: () => stop('paused'),
    reset: (command) => {
      clearInterval(timer);
      step = 0;
      seed = command.seed;
      emit({ type: 'reset', seed });
      status('ready');
    },
    set: ({ id, value }) => {
      controls = controls.map((one) => (one.id === id ? { ...one, value } : one));
      emit({ type: 'control', id, value, step });
    },
    samples: ({ from, count }) =>
      emit({ type: 'samples', samples: samplesFor(preset, skill(), from, count) }),
    try: ({ request }) => emit({ type: 'try', request, view: classSample(7, 0.92, 0), error: null }),
    inspect: ({ request, node }) => emit({ type: 'inspect', request, info: inspected(node) }),
    'time-plan': () =>
      emit({
        type: 'plan',
        plan: { ...PLAN, rows: PLAN.rows.map((one) => ({ ...one, microseconds: one.flops / 40_000 + 4 })) },
      }),
    'watch-nodes': ({ on }) => {
      if (!on) return;
      const nodes = Object.fromEntries(
        FAKE_MODELS[preset]!.nodes.map((one, i) => [
          one.id,
          {
            gradientNorm: 0.1 * i,
            weightNorm: one.parameters > 0 ? 4 + i : null,
            deadFraction: one.activation === 'relu' ? 0.12 : null,
            gpuShare: one.parameters > 0 ? 0.3 / (i + 1) : 0.01,
            gpuShareMeasured: true,
            bytes: one.parameters * 4,
            nan: false,
          },
        ]),
      );
      emit({ type: 'node-stats', stats: { step, nodes } });
    },
  };

  const worker: FakeWorker = {
    received,
    emit,
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    postMessage(command) {
      received.push(command);
      (answers[command.type] as ((command: Command) => void) | undefined)?.(command);
    },
    terminate: () => clearInterval(timer),
  };
  queueMicrotask(() => {
    if (noWebGpu) {
      emit({ type: 'no-webgpu', reason: 'navigator.gpu is missing' });
      return;
    }
    emit({
      type: 'device',
      device: {
        vendor: 'Google',
        description: 'SwiftShader',
        software: true,
        maxBufferSize: 2 ** 30,
        timestamps: true,
      },
    });
    emit({ type: 'hello', presets: PRESETS });
  });
  return worker;
}
