import { type GruAttrs, gruDef, gruInputs } from '../../graph/ops/gru.ts';
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

const OUT = { hs: 0, last: 1, hPrev: 2, trace: 3 } as const;

type Request = KernelRequest<GruAttrs>;

/** Where the values of a step are: in the output trace, or in scratch memory for one step. */
interface Places {
  readonly sizes: RecurrentSizes;
  readonly state: StatePlace;
  readonly trace: Binding;
  readonly tracePeriod: number;
  readonly scratch: readonly number[];
}

function places(request: Request): Places {
  const [xz, u] = request.inputs;
  const sizes = recurrentSizes('gru', xz!, u!, 3);
  const { biased, masked, dropped } = request.attrs;
  const keep = request.used[OUT.trace] === true;
  const ring = keep ? [] : [4 * sizes.batch * 5 * sizes.units];
  const others = 3 + Number(biased) + Number(masked) + Number(dropped);
  const state = statePlace(request, sizes, OUT, others, ring.length);
  return {
    sizes,
    state,
    trace: keep ? write('output', OUT.trace) : write('scratch', 0),
    tracePeriod: keep ? sizes.steps : 1,
    scratch: state.scratch === undefined ? ring : [...ring, state.scratch],
  };
}

/** The state before the first step. */
function begin(request: Request, { sizes, state }: Places): Dispatch {
  const { h0 } = gruInputs(positions(request), request.attrs);
  const { batch: rows, units } = sizes;
  return copyState({ to: state.binding, from: given(h0)[0], rows, units }, request.device);
}

function steps(form: RecurrentForm, request: Request, at: Places): readonly Dispatch[] {
  const { attrs, used } = request;
  const { sizes, state } = at;
  const { bias, mask, drop } = gruInputs(positions(request), attrs);
  const phases = attrs.resetAfter || form.sequence ? 1 : 2;
  const turns = dispatchSteps(form, phases * sizes.steps);
  const outputs = [
    ...(state.last ? [write('output', OUT.last)] : []),
    ...(state.hs ? [write('output', OUT.hs)] : []),
  ];
  return turns.map((turn) => ({
    shader: 'rnn/gru',
    conditions: {
      ...formConditions(form),
      reset_after: attrs.resetAfter,
      biased: attrs.biased,
      masked: attrs.masked,
      dropped: attrs.dropped,
      keep: used[OUT.trace] === true,
      write_last: state.last,
      write_hs: state.hs,
    },
    constants: {
      ...cellConstants(form, sizes.units, attrs.activation, attrs.recurrentActivation),
      ...(form.shared ? { STATE_SIZE: 3 * sizes.units } : {}),
    },
    params: [
      ...sizeParams(sizes),
      u32('step', Math.floor(turn / phases)),
      u32('phase', turn % phases),
      u32('state_period', state.period),
      u32('trace_period', at.tracePeriod),
    ],
    bind: [...given(0, 1), state.binding, at.trace, ...given(bias, mask, drop), ...outputs],
    workgroups: recurrentGrid(form, sizes),
    flops: gruDef.flops!(request.inputs, request.outputs, attrs) / turns.length,
    bytes: operandBytes(request) / turns.length,
    tail: false,
  }));
}

function variant(form: RecurrentForm): Variant<GruAttrs> {
  return {
    name: form.name,
    applies: (request) => form.applies(places(request).sizes, request.device),
    scratch: (request) => places(request).scratch,
    dispatches: (request) => {
      const at = places(request);
      return [begin(request, at), ...steps(form, request, at), ...copyOut(at.state, request, at.sizes, OUT)];
    },
  };
}

/** GRU over a whole sequence; h (in two places) and v are what the units of a row exchange at each step. */
export const gruKernel: Kernel<GruAttrs> = {
  op: 'gru',
  tail: false,
  variants: recurrentForms((units) => 1.5 * units).map(variant),
};
