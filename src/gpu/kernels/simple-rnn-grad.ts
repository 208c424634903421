import type { RecurrentSizes } from '../../graph/ops/recurrent.ts';
import {
  type SimpleRnnGradAttrs,
  simpleRnnGradDef,
  simpleRnnGradInputs,
} from '../../graph/ops/simple-rnn-grad.ts';
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

type Request = KernelRequest<SimpleRnnGradAttrs>;

const OUT = { dxz: 0, dh0: 1 } as const;
/** Scratch buffer: dh [B, H]. */
const CARRY = 0;

function sizesOf({ inputs: [trace, u] }: Request): RecurrentSizes {
  const [steps = 0, batch = 0] = trace!.shape;
  return { steps, batch, units: u!.shape[0]! };
}

/** dh of the last state: its cotangent, or zeros. */
function begin(request: Request): Dispatch {
  const { batch: rows, units } = sizesOf(request);
  const { dhLast } = simpleRnnGradInputs(positions(request), request.attrs);
  return copyState({ to: write('scratch', CARRY), from: given(dhLast)[0], rows, units }, request.device);
}

/** Hands out the gradient of the first state where it is read. */
function end(request: Request): readonly Dispatch[] {
  const { batch: rows, units } = sizesOf(request);
  const copy = { to: write('output', OUT.dh0), from: read('scratch', CARRY), rows, units };
  return request.used[OUT.dh0] ? [copyState(copy, request.device)] : [];
}

function steps(form: RecurrentForm, request: Request, weights: Binding): readonly Dispatch[] {
  const { attrs, used } = request;
  const sizes = sizesOf(request);
  const { mask, drop, dhs } = simpleRnnGradInputs(positions(request), attrs);
  const ends = used[OUT.dh0] === true;
  const turns = dispatchSteps(form, sizes.steps + Number(ends));
  return turns.map((turn) => ({
    shader: 'rnn/simple-grad',
    conditions: {
      ...gradientConditions(form),
      masked: attrs.masked,
      dropped: attrs.dropped,
      given_hs: attrs.sequence,
      ends,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation),
      ...(form.shared ? { STATE_SIZE: 2 * sizes.units } : {}),
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
    flops: simpleRnnGradDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

/** Bytes of the scratch buffers that go from step to step. */
const carried = (request: Request): readonly number[] => [
  4 * sizesOf(request).batch * sizesOf(request).units,
];

/** Uᵀ, in the scratch buffer behind the others. */
const weightsOf = (form: RecurrentForm, request: Request) =>
  gradientWeights(form, request, 1, carried(request).length);

function variant(form: RecurrentForm): Variant<SimpleRnnGradAttrs> {
  return {
    name: form.name,
    applies: (request) => form.applies(sizesOf(request), request.device),
    scratch: (request) => [...carried(request), ...weightsOf(form, request).scratch],
    dispatches: (request) => {
      const weights = weightsOf(form, request);
      return [begin(request), ...weights.begin, ...steps(form, request, weights.binding), ...end(request)];
    },
  };
}

/** Gradient of a simple RNN; dz is what the units of a row exchange at each step. */
export const simpleRnnGradKernel: Kernel<SimpleRnnGradAttrs> = {
  op: 'simple_rnn_grad',
  tail: false,
  variants: recurrentForms((units) => units).map(variant),
};
