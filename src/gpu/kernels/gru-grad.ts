import { type GruGradAttrs, gruGradDef, gruGradInputs } from '../../graph/ops/gru-grad.ts';
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

type Request = KernelRequest<GruGradAttrs>;

const OUT = { dxz: 0, dh0: 1, dn: 2 } as const;
/** Scratch buffers: dh [B, H], and two steps of dn where nobody reads it. */
const CARRY = 0;
const RING = 1;

function sizesOf({ inputs: [trace, u] }: Request): RecurrentSizes {
  const [steps = 0, batch = 0] = trace!.shape;
  return { steps, batch, units: u!.shape[0]! };
}

/** dn, which the products need, is an output or a ring; without resetAfter there is none. */
function dnPlace({ attrs, used, inputs }: Request): { binding?: Binding; period: number } {
  if (!attrs.resetAfter) return { period: 1 };
  if (used[OUT.dn]) return { binding: write('output', OUT.dn), period: inputs[0]!.shape[0]! };
  return { binding: write('scratch', RING), period: 2 };
}

/** Bytes of the scratch buffers that go from step to step. */
function carried(request: Request): readonly number[] {
  const { batch, units } = sizesOf(request);
  const carry = 4 * batch * units;
  return dnPlace(request).binding?.from === 'scratch' ? [carry, 2 * 3 * carry] : [carry];
}

/** dh of the last state: its cotangent, or zeros. */
function begin(request: Request): Dispatch {
  const { batch: rows, units } = sizesOf(request);
  const { dhLast } = gruGradInputs(positions(request), request.attrs);
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
  const { mask, drop, dhs } = gruGradInputs(positions(request), attrs);
  const dn = dnPlace(request);
  const ends = used[OUT.dh0] === true;
  const phases = attrs.resetAfter || form.sequence ? 1 : 2;
  const turns = dispatchSteps(form, phases * (sizes.steps + Number(ends)));
  return turns.map((turn) => ({
    shader: 'rnn/gru-grad',
    conditions: {
      ...gradientConditions(form),
      reset_after: attrs.resetAfter,
      masked: attrs.masked,
      dropped: attrs.dropped,
      given_hs: attrs.sequence,
      ends,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation, attrs.recurrentActivation),
      ...(form.shared ? { STATE_SIZE: 2 * 3 * sizes.units } : {}),
    },
    params: [
      ...sizeParams(sizes),
      u32('after', sizes.steps - Math.floor(turn / phases)),
      u32('phase', turn % phases),
      u32('dn_period', dn.period),
    ],
    bind: [
      ...given(0),
      weights,
      write('output', OUT.dxz),
      write('scratch', CARRY),
      ...(dn.binding ? [dn.binding] : []),
      ...given(mask, drop, dhs),
    ],
    workgroups: gradientGrid(form, sizes),
    flops: gruGradDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

/** Uᵀ, in the scratch buffer behind the others. */
const weightsOf = (form: RecurrentForm, request: Request) =>
  gradientWeights(form, request, 1, carried(request).length);

function variant(form: RecurrentForm): Variant<GruGradAttrs> {
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

/** Gradient of GRU; the gradients of three gates are what the units of a row exchange at each step. */
export const gruGradKernel: Kernel<GruGradAttrs> = {
  op: 'gru_grad',
  tail: false,
  variants: recurrentForms((units) => 3 * units).map(variant),
};
