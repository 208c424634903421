import { type LstmGradAttrs, lstmGradDef, lstmGradInputs } from '../../graph/ops/lstm-grad.ts';
import type { RecurrentSizes } from '../../graph/ops/recurrent.ts';
import {
  cellConstants,
  copyState,
  dispatchSteps,
  given,
  gradientConditions,
  gradientGrid,
  gradientWeights,
  operandBytes,
  positions,
  type RecurrentForm,
  recurrentForms,
  sizeParams,
} from './recurrent.ts';
import {
  type Binding,
  type Dispatch,
  type Kernel,
  type KernelRequest,
  read,
  u32,
  type Variant,
  write,
} from './types.ts';

type Request = KernelRequest<LstmGradAttrs>;

const OUT = { dxz: 0, dh0: 1, dc0: 2 } as const;
/** Scratch buffers: dh and dc [2, B, H]. */
const CARRY = 0;

function sizesOf({ inputs: [trace, u] }: Request): RecurrentSizes {
  const [steps = 0, batch = 0] = trace!.shape;
  return { steps, batch, units: u!.shape[0]! };
}

/** dh and dc of the last state: its cotangents, or zeros. */
function begin(request: Request): readonly Dispatch[] {
  const { batch: rows, units } = sizesOf(request);
  const { dhLast, dcLast } = lstmGradInputs(positions(request), request.attrs);
  const to = write('scratch', CARRY);
  return [
    copyState({ to, from: given(dhLast)[0], rows, units }, request.device),
    copyState({ to, from: given(dcLast)[0], rows, units, offset: rows * units }, request.device),
  ];
}

/** Hands out the gradients of the first state where they are read. */
function end(request: Request): readonly Dispatch[] {
  const { batch: rows, units } = sizesOf(request);
  return [OUT.dh0, OUT.dc0]
    .filter((output) => request.used[output])
    .map((output) => {
      const source = output === OUT.dh0 ? 0 : rows * units;
      return copyState(
        { to: write('output', output), from: read('scratch', CARRY), rows, units, source },
        request.device,
      );
    });
}

function steps(form: RecurrentForm, request: Request, weights: Binding): readonly Dispatch[] {
  const { attrs, used } = request;
  const sizes = sizesOf(request);
  const { mask, drop, dhs } = lstmGradInputs(positions(request), attrs);
  const ends = used[OUT.dh0] === true || used[OUT.dc0] === true;
  const turns = dispatchSteps(form, sizes.steps + Number(ends));
  return turns.map((turn) => ({
    shader: 'rnn/lstm-grad',
    conditions: {
      ...gradientConditions(form),
      masked: attrs.masked,
      dropped: attrs.dropped,
      given_hs: attrs.sequence,
      ends,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation, attrs.recurrentActivation),
      ...(form.shared ? { STATE_SIZE: 2 * 4 * sizes.units } : {}),
    },
    params: [...sizeParams(sizes), u32('after', sizes.steps - turn)],
    bind: [
      ...given(0),
      weights,
      write('output', OUT.dxz),
      write('scratch', CARRY),
      ...given(mask, drop, dhs),
    ],
    workgroups: gradientGrid(form, sizes),
    flops: lstmGradDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

/** Bytes of the scratch buffers that go from step to step. */
const carried = (request: Request): readonly number[] => [
  8 * sizesOf(request).batch * sizesOf(request).units,
];

/** Uᵀ, in the scratch buffer behind the others. */
const weightsOf = (form: RecurrentForm, request: Request) =>
  gradientWeights(form, request, 1, carried(request).length);

function variant(form: RecurrentForm): Variant<LstmGradAttrs> {
  return {
    name: form.name,
    applies: (request) => form.applies(sizesOf(request), request.device),
    scratch: (request) => [...carried(request), ...weightsOf(form, request).scratch],
    dispatches: (request) => {
      const weights = weightsOf(form, request);
      return [...begin(request), ...weights.begin, ...steps(form, request, weights.binding), ...end(request)];
    },
  };
}

/** Gradient of LSTM; the dz of four gates are what the units of a row exchange at each step. */
export const lstmGradKernel: Kernel<LstmGradAttrs> = {
  op: 'lstm_grad',
  tail: false,
  variants: recurrentForms((units) => 4 * units).map(variant),
};
