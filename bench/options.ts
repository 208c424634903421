import { parseArgs } from 'node:util';
import { PRESETS } from '../src/presets/table.ts';
import { CONTESTANTS, type ContestantName } from './peers/names.ts';
import { CURVES } from './rows/curves.ts';
import { ROWS } from './rows/table.ts';

export interface BenchOptions {
  readonly mode: 'compare' | 'profile' | 'curves' | 'first-step' | 'show';
  /** Of the table; with `curves` those of the curves, with `first-step` presets. */
  readonly rows: readonly string[];
  readonly contestants: readonly ContestantName[];
  readonly rounds: number;
  /** Of one contestant's blocks in one row: it gets no further turn when the next would go beyond. */
  readonly budgetMs: number;
  /** Of one call in a page: a contestant that takes longer has failed. */
  readonly limitMs: number;
  readonly blockMs: number;
  readonly node: boolean;
  /** With `first-step`: whether kernels that are soon compiled come first. */
  readonly tune: boolean;
  /** Where to write the results, or which to show; null: a file of bench/results/. */
  readonly json: string | null;
}

export const USAGE = `npm run bench -- [--row mlp-32,headline-32] [--peer ours,jax-webgpu] [--repeats 5] [--budget 60]
                 [--limit 300] [--block 500] [--json file] [--node] [--profile] [--curves] [--first-step [--no-tune]] [--show file]
rows:  ${ROWS.map((row) => row.id).join(', ')} (a part of a name chooses all that have it)
       with --curves: ${CURVES.map(({ id }) => id).join(', ')}; with --first-step: presets
peers: ${CONTESTANTS.join(', ')}`;

/** Reads the command line. Throws with the usage where it makes no sense. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      row: text,
      peer: text,
      repeats: text,
      budget: text,
      limit: text,
      block: text,
      json: text,
      node: flag,
      profile: flag,
      curves: flag,
      'first-step': flag,
      'no-tune': flag,
      show: text,
    },
  });
  const node = values.node === true;
  const modes = ['profile', 'curves', 'first-step'] as const;
  const mode = values.show ? 'show' : (modes.find((name) => values[name]) ?? 'compare');
  const known = mode === 'curves' ? CURVES : mode === 'first-step' ? PRESETS : ROWS;
  return {
    mode,
    rows: chosen(
      '--row',
      values.row,
      known.map(({ id }) => id),
    ),
    contestants: node ? ['ours'] : chosen('--peer', values.peer, CONTESTANTS),
    rounds: whole('--repeats', values.repeats, 5),
    budgetMs: 1000 * whole('--budget', values.budget, 60),
    limitMs: 1000 * whole('--limit', values.limit, 300),
    blockMs: whole('--block', values.block, 500),
    node,
    tune: values['no-tune'] !== true,
    json: values.show ?? values.json ?? null,
  };
}

/** The known names that have one of the words asked for as a part. */
function chosen<T extends string>(option: string, asked: string | undefined, known: readonly T[]): T[] {
  if (asked === undefined) return [...known];
  const words = asked.split(',');
  const found = known.filter((name) => words.some((word) => name.includes(word)));
  if (found.length > 0) return found;
  throw new Error(`${option} must name one of ${known.join(', ')}, got ${asked}\n${USAGE}`);
}

function whole(option: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${option} must be a whole number above 0, got ${text}\n${USAGE}`);
}
