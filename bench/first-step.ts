import { nodeGpu } from '../src/gpu/node/gpu.ts';
import { EngineHarness } from '../src/worker/testing/engine-harness.ts';

/** Milliseconds since the button, of the clock and of the processor. */
interface Passed {
  readonly ms: number;
  readonly cpuMs: number;
}

/** What passes between the button and the first step of a preset at its quick size. */
interface FirstStep {
  readonly preset: string;
  /** Model and data stand. */
  readonly opened: Passed;
  readonly compiled: Passed;
  /** The first loss is there. */
  readonly stepped: Passed;
  readonly pipelines: number;
}

export const firstStepHead: readonly string[] = [
  '| preset (quick) | data and model, ms (CPU) | compiled | first step | pipelines |',
  '|---|---|---|---|---|',
];

/**
 * Opens a preset as the page's worker does, on a device of its own, and trains one step. `tune`: with kernels that are soon compiled,
 * for which others are compiled meanwhile; else with those that it keeps.
 */
export async function measureFirstStep(preset: string, tune: boolean): Promise<FirstStep> {
  const engine = new EngineHarness({ gpu: await nodeGpu() });
  await engine.next('device');
  const passed = stopwatch();
  engine.send({ type: 'open', preset, size: 'quick', controls: {}, seed: 7, tune, resume: false });
  engine.send({ type: 'step', count: 1 });
  await engine.next('opened');
  const opened = passed();
  await engine.next('plan');
  const compiled = passed();
  await engine.until(() => engine.steps().length > 0);
  const stepped = passed();
  const compiling = engine.ofType('progress').filter(({ task }) => task === 'compile');
  const pipelines = Math.max(...compiling.map(({ total }) => total));
  await engine.close();
  return { preset, opened, compiled, stepped, pipelines };
}

function stopwatch(): () => Passed {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
  };
}

export function firstStepLine({ preset, opened, compiled, stepped, pipelines }: FirstStep): string {
  const times = [opened, compiled, stepped].map(({ ms, cpuMs }) => `${whole(ms)} (${whole(cpuMs)})`);
  return `| ${[preset, ...times, pipelines].join(' | ')} |`;
}

const whole = (ms: number): string => Math.round(ms).toLocaleString('en');
