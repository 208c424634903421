import type { Trial } from './trials.ts';
import type { Candidate, Workbench } from './workbench.ts';

/** Milliseconds that a submit should take, so that the clock's steps do not count; and repeats at most. */
const SAMPLE_MS = 2;
const MOST_REPEATS = 256;
/** Samples of each candidate, and of such that take longer than `LONG_MS`. */
const ROUNDS = 5;
const LONG_ROUNDS = 3;
const LONG_MS = 20;
/** So many times slower than the best, a candidate is not sampled again. */
const HOPELESS = 1.5;
/** Less than so much of the best guess's time a winner must take: noise shall change nothing. */
const GAIN = 0.92;

/**
 * Runs a piece of work when its turn comes, `alone` on the device or beside a run, from which it takes `costOf` milliseconds. Rejects
 * where there will be no more turns.
 */
export type Turn = <T>(work: () => Promise<T>, alone: boolean, costOf?: (value: T) => number) => Promise<T>;

/** Milliseconds of one run, from a sample. */
type Time = (runner: Pick<Runner, 'candidate' | 'repeats'>) => Promise<number>;

/** A candidate with its milliseconds so far. */
interface Runner {
  readonly candidate: Candidate;
  readonly repeats: number;
  readonly times: number[];
}

/**
 * Times the candidates of a trial in turns, so that a drift meets all of them, and answers the fastest by its median; the best guess
 * where the fastest gains little. A candidate that cannot be made ready is left out. Null where the guess itself cannot.
 */
export async function measureTrial(trial: Trial, bench: Workbench, turn: Turn): Promise<string | null> {
  const runners: Runner[] = [];
  const time: Time = async ({ candidate, repeats }) =>
    (await turn(() => candidate.time(repeats), bench.alone, bench.alone ? undefined : itself)) / repeats;
  for (const variant of trial.candidates) {
    const candidate = await turn(() => bench.prepare(trial, variant).catch(() => null), false);
    if (candidate !== null) runners.push(await warmUp(candidate, time));
    else if (runners.length === 0) return null;
  }
  const shortest = Math.min(...runners.map(best));
  const rounds = shortest > LONG_MS ? LONG_ROUNDS : ROUNDS;
  for (let round = 1; round < rounds; round++) {
    const limit = HOPELESS * Math.min(...runners.map(best));
    for (const runner of runners) if (best(runner) <= limit) runner.times.push(await time(runner));
  }
  return winnerOf(runners).candidate.variant;
}

/** Finds how often a sample repeats a candidate, and takes the first. */
async function warmUp(candidate: Candidate, time: Time): Promise<Runner> {
  let repeats = 1;
  let ms = await time({ candidate, repeats });
  while (ms < SAMPLE_MS / 4 && repeats < MOST_REPEATS) {
    repeats *= 4;
    ms = (await time({ candidate, repeats })) * repeats;
  }
  const enough = Math.ceil((SAMPLE_MS * repeats) / Math.max(ms, SAMPLE_MS / 8));
  const runner = { candidate, repeats: Math.min(MOST_REPEATS, enough), times: [] as number[] };
  runner.times.push(await time(runner));
  return runner;
}

/** Beside a run a sample takes what the device's clock says; how long the answer was on its way does not count. */
const itself = (ms: number): number => ms;

const best = ({ times }: Runner): number => Math.min(...times);

/** The first is the guess. */
function winnerOf([guess, ...others]: readonly Runner[]): Runner {
  const limit = GAIN * median(guess!.times);
  const faster = others.filter(({ times }) => median(times) < limit);
  return faster.reduce((a, b) => (median(b.times) < median(a.times) ? b : a), guess!);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}
