import { gpuError } from '../../core/errors.ts';
import { formatBytes, VariableStore } from '../buffers.ts';
import { type CompiledPlan, compile } from '../compile.ts';
import type { OpenedDevice } from '../device.ts';
import type { PlannedDispatch } from '../execution-plan.ts';
import type { PipelineCache } from '../pipelines.ts';
import { openStopwatch, type Stopwatch } from './stopwatch.ts';
import type { Trial } from './trials.ts';

/** A variant that is ready to be timed. */
export interface Candidate {
  readonly variant: string;
  /** Milliseconds on the device of one submit that runs it `repeats` times. */
  time(repeats: number): Promise<number>;
}

/** Where the variants of one trial at a time are made ready. */
export interface Workbench {
  /** Whether nothing else may run on the device while a candidate is timed. */
  readonly alone: boolean;
  /** Errors where it does not compile, or there is not the memory for it. */
  prepare(trial: Trial, variant: string): Promise<Candidate>;
  /** Frees what the trial took. Its pipelines stay for the variant that was chosen, where one was. */
  clear(chosen: string | null): void;
  destroy(): void;
}

/** Bytes that a trial may take beside a run. */
const MOST_BYTES = 2 ** 28;

/** Variants on buffers of their own, which the candidates of a trial share. */
export class DeviceWorkbench implements Workbench {
  private readonly watch: Stopwatch;
  private readonly store: VariableStore;
  private readonly prepared = new Map<string, CompiledPlan>();
  /** Dispatches whose pipelines were not known before, by variant. */
  private readonly added = new Map<string, readonly PlannedDispatch[]>();

  constructor(
    opened: OpenedDevice,
    private readonly cache: PipelineCache,
  ) {
    this.watch = openStopwatch(opened);
    this.store = new VariableStore(opened);
  }

  get alone(): boolean {
    return this.watch.alone;
  }

  async prepare(trial: Trial, variant: string): Promise<Candidate> {
    const plan = trial.plan(variant);
    const bytes = plan.slots.reduce((a, b) => a + b, 0);
    if (bytes > MOST_BYTES) throw tooLarge(trial, bytes);
    const [sharing] = this.prepared.values();
    this.added.set(
      variant,
      plan.dispatches.filter((d) => !this.cache.has(d)),
    );
    const compiled = await compile(plan, this.store, this.cache, { sharing });
    this.prepared.set(variant, compiled);
    const time = (repeats: number) =>
      this.watch.time((encoder, timestamps) => compiled.encode(encoder, timestamps, repeats));
    return { variant, time };
  }

  clear(chosen: string | null): void {
    const [first] = this.prepared.values();
    first?.destroy();
    for (const [variant, dispatches] of this.added)
      if (variant !== chosen) for (const d of dispatches) this.cache.forget(d);
    this.prepared.clear();
    this.added.clear();
  }

  destroy(): void {
    this.clear(null);
    this.watch.destroy();
  }
}

const tooLarge = ({ key }: Trial, bytes: number): Error =>
  gpuError({
    where: `tuning of ${key}`,
    must: `must take at most ${formatBytes(MOST_BYTES)} beside the run`,
    got: formatBytes(bytes),
  });
