import { type LstmAttrs, lstmDef, lstmInputs } from '../../graph/ops/lstm.ts';
import { type RecurrentSizes, recurrentSizes } from '../../graph/ops/recurrent.ts';
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
import {
  type Binding,
  type Dispatch,
  type Kernel,
  type KernelRequest,
  u32,
  type Variant,
  write,
} from './types.ts';

const OUT = { hs: 0, last: 1, cell: 2, hPrev: 3, trace: 4 } as const;

type Request = KernelRequest<LstmAttrs>;

/** Where the cells are: in the output trace, or in a scratch ring of two of its rows. */
interface Places {
  readonly sizes: RecurrentSizes;
  readonly state: StatePlace;
  readonly trace: Binding;
  readonly tracePeriod: number;
  readonly scratch: readonly number[];
}

function places(request: Request): Places {
  const [xz, u] = request.inputs;
  const sizes = recurrentSizes('lstm', xz!, u!, 4);
  const { masked, dropped } = request.attrs;
  const keep = request.used[OUT.trace] === true;
  const ring = keep ? [] : [2 * 4 * sizes.batch * 5 * sizes.units];
  const others = 3 + Number(masked) + Number(dropped) + Number(request.used[OUT.cell]);
  const state = statePlace(request, sizes, OUT, others, ring.length);
  return {
    sizes,
    state,
    trace: keep ? write('output', OUT.trace) : write('scratch', 0),
    tracePeriod: keep ? sizes.steps : 2,
    scratch: state.scratch === undefined ? ring : [...ring, state.scratch],
  };
}

/** The state before the first step. */
function begin(request: Request, { sizes, state, trace }: Places): readonly Dispatch[] {
  const { batch: rows, units } = sizes;
  const { h0, c0 } = lstmInputs(positions(request), request.attrs);
  const cells = { to: trace, rows, units, offset: 4 * units, stride: 5 * units };
  return [
    copyState({ to: state.binding, from: given(h0)[0], rows, units }, request.device),
    copyState({ ...cells, from: given(c0)[0] }, request.device),
  ];
}

function steps(form: RecurrentForm, request: Request, at: Places): readonly Dispatch[] {
  const { attrs, used } = request;
  const { sizes, state } = at;
  const { mask, drop } = lstmInputs(positions(request), attrs);
  const optional: readonly (readonly [boolean, number])[] = [
    [state.last, OUT.last],
    [state.hs, OUT.hs],
    [used[OUT.cell] === true, OUT.cell],
  ];
  const outputs = optional.filter(([bound]) => bound).map(([, index]) => write('output', index));
  const turns = dispatchSteps(form, sizes.steps);
  return turns.map((step) => ({
    shader: 'rnn/lstm',
    conditions: {
      ...formConditions(form),
      masked: attrs.masked,
      dropped: attrs.dropped,
      keep: used[OUT.trace] === true,
      write_last: state.last,
      write_hs: state.hs,
      write_cell: used[OUT.cell] === true,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation, attrs.recurrentActivation),
      ...(form.shared ? { STATE_SIZE: 2 * sizes.units } : {}),
    },
    params: [
      ...sizeParams(sizes),
      u32('step', step),
      u32('state_period', state.period),
      u32('trace_period', at.tracePeriod),
    ],
    bind: [...given(0, 1), state.binding, at.trace, ...given(mask, drop), ...outputs],
    workgroups: recurrentGrid(form, sizes),
    flops: lstmDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

function variant(form: RecurrentForm): Variant<LstmAttrs> {
  return {
    name: form.name,
    applies: (request) => form.applies(places(request).sizes, request.device),
    scratch: (request) => places(request).scratch,
    dispatches: (request) => {
      const at = places(request);
      return [
        ...begin(request, at),
        ...steps(form, request, at),
        ...copyOut(at.state, request, at.sizes, OUT),
      ];
    },
  };
}

/** LSTM over a whole sequence; h is what the units of a row exchange at each step. */
export const lstmKernel: Kernel<LstmAttrs> = {
  op: 'lstm',
  tail: false,
  variants: recurrentForms((units) => units).map(variant),
};
