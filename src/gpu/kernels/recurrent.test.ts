import { describe, expect, test } from 'vitest';
import type { TensorType } from '../../graph/ir/graph.ts';
import type { OpDef } from '../../graph/ir/op-def.ts';
import { gruDef } from '../../graph/ops/gru.ts';
import { gruGradDef } from '../../graph/ops/gru-grad.ts';
import { lstmDef } from '../../graph/ops/lstm.ts';
import { lstmGradDef } from '../../graph/ops/lstm-grad.ts';
import { simpleRnnDef } from '../../graph/ops/simple-rnn.ts';
import { simpleRnnGradDef } from '../../graph/ops/simple-rnn-grad.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { gruKernel } from './gru.ts';
import { gruGradKernel } from './gru-grad.ts';
import { lstmKernel } from './lstm.ts';
import { lstmGradKernel } from './lstm-grad.ts';
import { MAX_STORAGE_BUFFERS } from './recurrent.ts';
import { simpleRnnKernel } from './simple-rnn.ts';
import { simpleRnnGradKernel } from './simple-rnn-grad.ts';
import type { Dispatch, Kernel, KernelRequest } from './types.ts';

const software: DeviceFacts = {
  adapterClass: 'software',
  vendor: 'google',
  description: 'SwiftShader',
  limits: {
    maxBufferSize: 2 ** 30,
    maxStorageBufferBindingSize: 2 ** 27,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupsPerDimension: 65535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16384,
  },
  subgroups: true,
  subgroupMinSize: 4,
  subgroupMaxSize: 4,
  timestamps: false,
};
const withoutSubgroups = { ...software, subgroups: false };
const hardware: DeviceFacts = {
  ...software,
  adapterClass: 'hardware',
  subgroupMinSize: 32,
  subgroupMaxSize: 32,
};

/** One recurrent op or its gradient with all that it can be given. */
interface Recurrence {
  readonly def: OpDef<never>;
  readonly kernel: Kernel<never>;
  readonly gates: number;
  readonly states: number;
  readonly gradient: boolean;
}

const RECURRENCES: readonly Recurrence[] = [
  { def: lstmDef, kernel: lstmKernel, gates: 4, states: 2, gradient: false },
  { def: lstmGradDef, kernel: lstmGradKernel, gates: 4, states: 2, gradient: true },
  { def: gruDef, kernel: gruKernel, gates: 3, states: 1, gradient: false },
  { def: gruGradDef, kernel: gruGradKernel, gates: 3, states: 1, gradient: true },
  { def: simpleRnnDef, kernel: simpleRnnKernel, gates: 1, states: 1, gradient: false },
  { def: simpleRnnGradDef, kernel: simpleRnnGradKernel, gates: 1, states: 1, gradient: true },
] as never;

const float32 = (...shape: number[]): TensorType => ({ dtype: 'float32', shape });

function request(
  { def, gates, states, gradient }: Recurrence,
  [steps, batch, units]: readonly [number, number, number],
  device: DeviceFacts,
  extras: boolean,
): KernelRequest<never> {
  const width = gates * units;
  const state = float32(batch, units);
  const optional = [float32(steps, batch), float32(batch, width)];
  const first = gates === 3 ? [float32(width), state] : [state, state].slice(0, states);
  const cotangents = [float32(steps, batch, units), state, state].slice(0, 1 + states);
  const trace = float32(steps, batch, gates === 1 ? units : 5 * units);
  const forwardInputs = [
    float32(steps, batch, width),
    float32(units, width),
    ...(extras ? [...first, ...optional] : []),
  ];
  const gradInputs = [trace, float32(units, width), ...(extras ? [...optional, ...cotangents] : [state])];
  const attrs = {
    activation: 'tanh',
    recurrentActivation: 'sigmoid',
    resetAfter: true,
    biased: extras,
    initial: extras,
    masked: extras,
    dropped: extras,
    sequence: extras,
    last: true,
    lastCell: extras && states === 2,
  } as never;
  const inputs = gradient ? gradInputs : forwardInputs;
  const outputs = def.infer(inputs, attrs);
  return { attrs, inputs, outputs, used: outputs.map(() => true), device };
}

function chosen(
  recurrence: Recurrence,
  sizes: readonly [number, number, number],
  device: DeviceFacts,
): string {
  const asked = request(recurrence, sizes, device, false);
  return recurrence.kernel.variants.find((v) => v.applies(asked))!.name;
}

const HEADLINE = [100, 32, 32] as const;
const VQA = [100, 16, 256] as const;

describe.each(RECURRENCES)('$def.name', (recurrence) => {
  test('takes one dispatch for all steps where rows or units allow it', () => {
    expect(chosen(recurrence, HEADLINE, software)).toBe('sequence-subgroup');
    expect(chosen(recurrence, HEADLINE, withoutSubgroups)).toBe('sequence');
    expect(chosen(recurrence, HEADLINE, hardware)).toBe('sequence-shared');
    expect(chosen(recurrence, [100, 32, 31], software)).toBe('sequence');
    expect(chosen(recurrence, VQA, software)).toBe('sequence-subgroup');
  });

  test('takes a dispatch a step where a step is long and rows are few, or units are many', () => {
    expect(chosen(recurrence, [10, 4, 256], software)).toBe('step-subgroup');
    expect(chosen(recurrence, [10, 4, 257], software)).toBe('step');
    expect(chosen(recurrence, [10, 32, 1024], hardware)).toBe('step-coalesced');
  });

  test('binds at most the eight storage buffers that every device has, with every optional input', () => {
    for (const variant of recurrence.kernel.variants)
      for (const { bind } of variant.dispatches(request(recurrence, [3, 5, 8], hardware, true)))
        expect(bind.length).toBeLessThanOrEqual(MAX_STORAGE_BUFFERS);
  });

  test('steps share one pipeline and differ only in their parameters', () => {
    const step = recurrence.kernel.variants.find((v) => v.name === 'step')!;
    const dispatches = step.dispatches(request(recurrence, [7, 5, 8], software, false));
    const code = ({ shader, conditions, constants, bind }: Dispatch) =>
      JSON.stringify({ shader, conditions, constants, bind });
    const cells = dispatches.filter(({ shader }) => shader !== 'rnn/begin');
    expect(cells.length).toBeGreaterThanOrEqual(7);
    expect(new Set(cells.map(code)).size).toBe(1);
    expect(new Set(cells.map(({ params }) => JSON.stringify(params))).size).toBe(cells.length);
  });
});

test('the headline model spends at most six dispatches on its LSTM and the gradient', () => {
  const [forward, gradient] = RECURRENCES;
  const count = (recurrence: Recurrence, used: readonly boolean[]) => {
    const asked = { ...request(recurrence, HEADLINE, software, false), used };
    return recurrence.kernel.variants.find((v) => v.applies(asked))!.dispatches(asked).length;
  };
  expect(count(forward!, [false, true, false, true, true])).toBeLessThanOrEqual(3);
  expect(count(gradient!, [true, false, false])).toBeLessThanOrEqual(3);
});
