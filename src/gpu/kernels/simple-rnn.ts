import { type RecurrentSizes, recurrentSizes } from '../../graph/ops/recurrent.ts';
import { type SimpleRnnAttrs, simpleRnnDef, simpleRnnInputs } from '../../graph/ops/simple-rnn.ts';
import {
  cellConstants,
  copyOut,
  copyState,
  dispatchSteps,
  formConditions,
  given,
  operandBytes,
  positions,
  type RecurrentForm,
  recurrentForms,
  recurrentGrid,
  type StatePlace,
  sizeParams,
  statePlace,
} from './recurrent.ts';
import { type Dispatch, type Kernel, type KernelRequest, u32, type Variant, write } from './types.ts';

const OUT = { hs: 0, last: 1, hPrev: 2, trace: 3 } as const;

type Request = KernelRequest<SimpleRnnAttrs>;

const sizesOf = ({ inputs: [xz, u] }: Request): RecurrentSizes => recurrentSizes('simple_rnn', xz!, u!, 1);

function place(request: Request): StatePlace {
  const { masked, dropped } = request.attrs;
  const others = 2 + Number(masked) + Number(dropped) + Number(request.used[OUT.trace]);
  return statePlace(request, sizesOf(request), OUT, others, 0);
}

/** The state before the first step. */
function begin(request: Request, state: StatePlace): Dispatch {
  const { h0 } = simpleRnnInputs(positions(request), request.attrs);
  const { batch: rows, units } = sizesOf(request);
  return copyState({ to: state.binding, from: given(h0)[0], rows, units }, request.device);
}

function steps(form: RecurrentForm, request: Request, state: StatePlace): readonly Dispatch[] {
  const { attrs, used } = request;
  const sizes = sizesOf(request);
  const { mask, drop } = simpleRnnInputs(positions(request), attrs);
  const turns = dispatchSteps(form, sizes.steps);
  const optional: readonly (readonly [boolean, number])[] = [
    [used[OUT.trace] === true, OUT.trace],
    [state.last, OUT.last],
    [state.hs, OUT.hs],
  ];
  return turns.map((step) => ({
    shader: 'rnn/simple',
    conditions: {
      ...formConditions(form),
      masked: attrs.masked,
      dropped: attrs.dropped,
      keep: used[OUT.trace] === true,
      write_last: state.last,
      write_hs: state.hs,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation),
      ...(form.shared ? { STATE_SIZE: 2 * sizes.units } : {}),
    },
    params: [...sizeParams(sizes), u32('step', step), u32('state_period', state.period)],
    bind: [
      ...given(0, 1),
      state.binding,
      ...given(mask, drop),
      ...optional.filter(([bound]) => bound).map(([, index]) => write('output', index)),
    ],
    workgroups: recurrentGrid(form, sizes),
    flops: simpleRnnDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

function variant(form: RecurrentForm): Variant<SimpleRnnAttrs> {
  return {
    name: form.name,
    applies: (request) => form.applies(sizesOf(request), request.device),
    scratch: (request) => {
      const { scratch } = place(request);
      return scratch === undefined ? [] : [scratch];
    },
    dispatches: (request) => {
      const state = place(request);
      const copies = copyOut(state, request, sizesOf(request), OUT);
      return [begin(request, state), ...steps(form, request, state), ...copies];
    },
  };
}

/** Simple RNN over a whole sequence; h is what the units of a row exchange at each step. */
export const simpleRnnKernel: Kernel<SimpleRnnAttrs> = {
  op: 'simple_rnn',
  tail: false,
  variants: recurrentForms((units) => units).map(variant),
};
