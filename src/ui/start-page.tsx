import { type ReactElement, useEffect, useReducer } from 'react';
import type { Engine } from '../worker/client.ts';
import type { Event, RunStatus } from '../worker/protocol.ts';

interface View {
  readonly status: RunStatus;
  readonly note: string;
  readonly adapter: string;
  readonly epoch: number;
  readonly step: number;
  readonly loss: readonly number[];
  readonly accuracy: number | null;
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  readonly speed: number | null;
  readonly rate: number;
  readonly fault: string | null;
}

const FIRST: View = {
  status: 'idle',
  note: '',
  adapter: '–',
  epoch: 0,
  step: 0,
  loss: [],
  accuracy: null,
  valLoss: null,
  valAccuracy: null,
  speed: null,
  rate: 0.001,
  fault: null,
};

/** The page's state after an event of the engine. */
function reduce(view: View, event: Event): View {
  switch (event.type) {
    case 'device':
      return { ...view, adapter: event.device.description };
    case 'no-webgpu':
      return { ...view, status: 'failed', fault: `This browser offers no WebGPU: ${event.reason}` };
    case 'status':
      return { ...view, status: event.status, note: event.note };
    case 'metrics': {
      const { loss, accuracy } = event.batch.columns;
      return {
        ...view,
        epoch: event.epoch,
        step: event.step,
        loss: [...view.loss, ...(loss ?? [])].slice(-2000),
        accuracy: accuracy?.at(-1) ?? view.accuracy,
        speed: event.throughput.samplesPerSecond,
      };
    }
    case 'epoch':
      return {
        ...view,
        valLoss: event.logs.logs.val_loss ?? null,
        valAccuracy: event.logs.logs.val_accuracy ?? null,
      };
    case 'control':
      return event.id === 'learningRate' ? { ...view, rate: Number(event.value) } : view;
    case 'reset':
      return { ...FIRST, adapter: view.adapter, status: view.status, rate: view.rate };
    case 'error':
      return { ...view, fault: event.error.message };
    default:
      return view;
  }
}

const shown = (value: number | null | undefined, digits = 4): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);

/** The main flow: a preset, its losses, and the buttons that steer it. */
export function StartPage({ engine }: { readonly engine: Engine }): ReactElement {
  const [view, dispatch] = useReducer(reduce, FIRST);
  useEffect(() => {
    const stop = engine.listen(dispatch);
    const preset = new URLSearchParams(location.search).get('preset') ?? 'mnist-mlp';
    engine.send({ type: 'open', preset, size: 'default', controls: {}, seed: 0, tune: true, resume: false });
    return stop;
  }, [engine]);
  const running = view.status === 'running';
  const ready = view.status === 'ready';
  const paused = view.status === 'paused';
  return (
    <main className="page">
      <header>
        <h1>Trainyard</h1>
        <span data-testid="preset-mnist-mlp">MNIST MLP</span>
        <button
          type="button"
          className="primary"
          disabled={!ready}
          onClick={() => engine.send({ type: 'start' })}
        >
          Train
        </button>
        <button type="button" disabled={!running} onClick={() => engine.send({ type: 'pause' })}>
          Pause
        </button>
        <button type="button" disabled={!paused} onClick={() => engine.send({ type: 'resume' })}>
          Resume
        </button>
        <button
          type="button"
          disabled={!ready && !paused}
          onClick={() => engine.send({ type: 'step', count: 1 })}
        >
          Step
        </button>
        <button type="button" onClick={() => engine.send({ type: 'reset', seed: 0 })}>
          Reset
        </button>
        <label>
          Learning rate
          <input
            type="number"
            step="any"
            value={view.rate}
            onChange={(e) => engine.send({ type: 'set', id: 'learningRate', value: Number(e.target.value) })}
          />
        </label>
      </header>
      <Curve values={view.loss} />
      <dl>
        <Figure name="Status" id="status" value={view.status} />
        <Figure name="Epoch" id="epoch" value={String(view.epoch)} />
        <Figure name="Step" id="step" value={String(view.step)} />
        <Figure name="Loss" id="loss" value={shown(view.loss.at(-1))} />
        <Figure name="Accuracy" id="accuracy" value={shown(view.accuracy)} />
        <Figure name="Validation loss" id="val-loss" value={shown(view.valLoss)} />
        <Figure name="Validation accuracy" id="val-accuracy" value={shown(view.valAccuracy)} />
        <Figure name="Samples/s" id="samples-per-second" value={shown(view.speed, 0)} />
        <Figure name="Adapter" id="adapter" value={view.adapter} />
      </dl>
      <p>{view.note}</p>
      {view.fault !== null && (
        <p role="alert" className="fault">
          {view.fault}
        </p>
      )}
    </main>
  );
}

function Figure({
  name,
  id,
  value,
}: {
  readonly name: string;
  readonly id: string;
  readonly value: string;
}): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={id}>{value}</dd>
    </div>
  );
}

/** The losses of the last steps as a line; the y axis runs from 0 to the largest. */
function Curve({ values }: { readonly values: readonly number[] }): ReactElement {
  const top = Math.max(1e-6, ...values);
  const points = values.map(
    (v, i) => `${(100 * i) / Math.max(1, values.length - 1)},${100 - (95 * v) / top}`,
  );
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="Training loss by step">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="#0072b2"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
