/** An event of Chromium's trace: microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Time on a processor; less than `dur` where the thread had to wait for one. */
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly functionName?: string; readonly url?: string; readonly type?: string };
  };
}

/** A task of the main thread that took long. */
export interface LongTask {
  /** Milliseconds since the first event. */
  readonly at: number;
  readonly ms: number;
  /** Of them, on a processor. */
  readonly processorMs: number;
  /** What took most within it. */
  readonly parts: readonly { readonly what: string; readonly ms: number; readonly processorMs: number }[];
}

const RENDERER_MAIN = 'CrRendererMain';
/** Events that say nothing of what is done within them. */
const EMPTY = new Set(['ThreadControllerImpl::RunTask', 'v8.callFunction', 'RunTask']);
/** Which parts of a task are told. */
const PARTS = 4;

/** Tasks of the main thread of a page's process that took more than `most` milliseconds. */
export function longTasks(events: readonly TraceEvent[], pid: number, most = 50): LongTask[] {
  const { tid } = events.find((e) => e.pid === pid && e.args?.name === RENDERER_MAIN) ?? { tid: -1 };
  const own = events.filter((e) => e.pid === pid && e.tid === tid && e.ph === 'X' && e.dur !== undefined);
  const start = events.reduce(
    (least, { ts }) => (ts > 0 ? Math.min(least, ts) : least),
    Number.POSITIVE_INFINITY,
  );
  return own
    .filter((e) => e.name === 'RunTask' && e.dur! > 1000 * most)
    .map((task) => ({ ...times(task), at: (task.ts - start) / 1000, parts: partsOf(task, own) }));
}

/** Milliseconds. */
export interface Busy {
  readonly ms: number;
  readonly processorMs: number;
  /** The most that one task spent on a processor. */
  readonly most: number;
}

/** How long all tasks of the main thread took together. */
export function busy(events: readonly TraceEvent[], pid: number): Busy {
  const { tid } = events.find((e) => e.pid === pid && e.args?.name === RENDERER_MAIN) ?? { tid: -1 };
  const tasks = events.filter((e) => e.pid === pid && e.tid === tid && e.name === 'RunTask').map(times);
  const sum = (pick: (task: { ms: number; processorMs: number }) => number) =>
    tasks.reduce((total, task) => total + pick(task), 0);
  const most = tasks.reduce((longest, { processorMs }) => Math.max(longest, processorMs), 0);
  return { ms: sum(({ ms }) => ms), processorMs: sum(({ processorMs }) => processorMs), most };
}

/** The process of the page: of all main threads of renderers the busiest. */
export function pidOf(events: readonly TraceEvent[]): number {
  const pids = new Set(events.filter((e) => e.args?.name === 'CrRendererMain').map((e) => e.pid));
  return [...pids].sort((a, b) => busy(events, b).ms - busy(events, a).ms)[0] ?? -1;
}

const times = ({ dur = 0, tdur = 0 }: TraceEvent) => ({ ms: dur / 1000, processorMs: tdur / 1000 });

function partsOf(task: TraceEvent, events: readonly TraceEvent[]): LongTask['parts'] {
  const end = task.ts + task.dur!;
  const inside = events.filter((e) => !EMPTY.has(e.name) && e.ts >= task.ts && e.ts + e.dur! <= end);
  return inside
    .sort((a, b) => b.dur! - a.dur!)
    .slice(0, PARTS)
    .map((e) => ({ what: describe(e), ...times(e) }));
}

function describe({ name, args }: TraceEvent): string {
  const { functionName, url, type } = args?.data ?? {};
  const file = url?.split('/').at(-1);
  return [name, type, functionName, file].filter(Boolean).join(' ');
}
