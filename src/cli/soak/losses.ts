import { Prng } from '../../core/prng.ts';
import type { EngineHarness } from '../../worker/testing/engine-harness.ts';
import { failedOf } from './checks.ts';
import { heap, open, pause, resident, type SoakEngine, soakEngine } from './quick-run.ts';
import { kernelsOf, type TunedRun, tunedRun } from './tuned-run.ts';

/** Steps between two losses, so that the run has something to lose. */
const STRETCH = 40;
/** Recoveries between two looks at the memory of the process. */
const LOOK_EVERY = 10;
/** Milliseconds of the recovery in which a device is lost again, at most. */
const LONGEST = 600;
/** Megabytes by which the heap may have grown in the end: the events of the run are kept for the comparison. */
const MOST_HEAP = 40;

/** A run whose device is lost again and again. */
interface Losing {
  readonly engine: EngineHarness;
  readonly prng: Prng;
  /** Devices lost so far, as the engine must count them. */
  lost: number;
}

/** When the device is lost: in the midst of what. */
const MOMENTS: readonly [name: string, reach: (run: Losing) => Promise<void>][] = [
  [
    'compiling',
    async (run) => {
      await onwards(run.engine, 2);
      lose(run);
      const { length } = run.engine.events;
      const compiles = () =>
        run.engine.events.slice(length).some((e) => e.type === 'progress' && e.task === 'compile');
      await run.engine.until(compiles);
      await Promise.race([pause(run.prng.uniform() * LONGEST), recovered(run)]);
    },
  ],
  ['stepping', ({ engine, prng }) => onwards(engine, 1 + Math.floor(prng.uniform() * STRETCH))],
  [
    'snapshotting',
    async ({ engine }) => {
      await onwards(engine, 2);
      engine.send({ type: 'save', request: 0 });
    },
  ],
  [
    'reading back',
    async ({ engine }) => {
      await onwards(engine, 2);
      engine.send({ type: 'samples', from: 0, count: 16 });
    },
  ],
  [
    'paused',
    async ({ engine }) => {
      await onwards(engine, 2);
      engine.send({ type: 'pause' });
      await pause(30);
    },
  ],
];

async function onwards(engine: EngineHarness, steps: number): Promise<void> {
  const from = engine.steps().length;
  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length >= from + steps);
}

function lose(run: Losing): void {
  run.lost++;
  run.engine.send({ type: 'lose-device' });
}

/** The run is back after all losses so far. */
const recovered = ({ engine, lost }: Losing): Promise<void> =>
  engine.until(() => engine.ofType('recovered').some(({ losses }) => losses === lost));

/** What the losses did to the steps that the page was told of. */
interface Harm {
  /** Told before a loss, and not done after it. */
  lost: number;
  /** Steps after the last snapshot that were trained again, at most. */
  trainedAgain: number;
}

/** Loses the device at a random moment and waits until the run is back. Answers the name of the moment. */
async function loseOnce(run: Losing, harm: Harm): Promise<string> {
  const { engine, prng } = run;
  const [name, reach] = MOMENTS[Math.floor(prng.uniform() * MOMENTS.length)]!;
  await reach(run);
  lose(run);
  await recovered(run);
  const told = engine.steps().at(-1) ?? 0;
  const { fromStep } = engine.ofType('recovered').at(-1)!;
  harm.trainedAgain = Math.max(harm.trainedAgain, told - fromStep);
  const { length } = engine.steps();
  await onwards(engine, 1);
  harm.lost += Math.max(0, told + 1 - engine.steps()[length]!);
  return name;
}

/**
 * Loses the device at random moments of a run until it recovered so often, and compares its curves with those of a run that nothing
 * disturbed; `tuned`: with kernels that were chosen by measurement. A loss in the midst of a recovery is made good by the next.
 */
export async function losses(times: number, tuned = false): Promise<object> {
  const start = tuned ? await tunedRun() : null;
  const before = heap();
  const { engine, alive } = await begin(start);
  const run: Losing = { engine, prng: new Prng(2026), lost: 0 };
  const harm: Harm = { lost: 0, trainedAgain: 0 };
  const moments: Record<string, number> = {};
  await onwards(engine, 1);
  const recoveries = () => engine.ofType('recovered').length;
  const residentMB: number[] = [];
  while (recoveries() < times) {
    const name = await loseOnce(run, harm);
    if (recoveries() % LOOK_EVERY === 0) residentMB.push(resident());
    moments[name] = (moments[name] ?? 0) + 1;
    process.stderr.write(
      `recovered ${recoveries()} times, while ${name}, at step ${engine.steps().length}\n`,
    );
  }
  engine.send({ type: 'pause' });
  await engine.status('paused');
  const kernels = await measuredKernels(engine);
  const errors = engine.ofType('error').map((e) => e.error.message);
  const counted = engine.ofType('recovered').at(-1)!.losses;
  const [steps, told] = [engine.steps(), engine.column('loss')];
  await engine.close();
  await pause(100);
  const after = heap();
  const wanted = await undisturbed(steps.length, start);
  const continuous = steps.every((step, i) => step === i + 1);
  const different = told.filter((loss, i) => loss !== wanted[i]).length;
  const inRecovery = run.lost - recoveries();
  return {
    losses: run.lost,
    recoveries: recoveries(),
    lostInTheMidstOfARecovery: inRecovery,
    moments,
    steps: steps.length,
    stepsLost: harm.lost,
    mostStepsTrainedAgain: harm.trainedAgain,
    continuous,
    differentLosses: different,
    measuredKernels: kernels,
    bytesLeft: alive.bytes,
    heapMB: { before, after },
    residentMB,
    errors,
    failed: failedOf({
      'as many recoveries as asked for': recoveries() >= times,
      'every loss was noticed': counted === run.lost,
      'only losses in the midst of a recovery share one': inRecovery <= (moments.compiling ?? 0),
      'every kind of moment was hit': times < 50 || Object.keys(moments).length === MOMENTS.length,
      'no step is lost': harm.lost === 0,
      'the curves have no gap': continuous,
      'the curves are those of the undisturbed run': different === 0 && told.length === wanted.length,
      'the measured kernels are in use': kernels > 0 === tuned,
      'nothing is left on the devices': alive.bytes === 0,
      'the heap is not held on to': after - before < MOST_HEAP,
      'no error was told': errors.length === 0,
    }),
  };
}

/** A run from its first step on, or one that was tuned, at its place. */
async function begin(start: TunedRun | null): Promise<SoakEngine> {
  const soak = await soakEngine(start?.store);
  const { engine } = soak;
  engine.send(open('mnist-mlp', 'quick', start !== null));
  await engine.status('ready');
  if (start === null) return soak;
  engine.send({ type: 'load', request: 0, bytes: start.file, partial: false, own: true });
  await engine.status('paused');
  return soak;
}

async function measuredKernels(engine: EngineHarness): Promise<number> {
  engine.send({ type: 'save', request: 1 });
  await engine.until(() => engine.ofType('saved').some(({ request }) => request === 1));
  return kernelsOf(engine.ofType('saved').at(-1)!.bytes);
}

async function undisturbed(steps: number, start: TunedRun | null): Promise<number[]> {
  const { engine } = await begin(start);
  engine.send({ type: 'step', count: steps - engine.steps().length });
  await engine.until(() => engine.steps().length === steps);
  await engine.close();
  return engine.column('loss');
}
