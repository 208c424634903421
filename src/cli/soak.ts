import { spawnSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { configError, TrainyardError } from '../core/errors.ts';
import { hasPassed } from './soak/checks.ts';
import { flat } from './soak/flat.ts';
import { leaks } from './soak/leaks.ts';
import { losses } from './soak/losses.ts';

/** The parts of the soak, each with how much of it: `npm run soak -- losses=20 kills=5`. */
const PARTS: Readonly<Record<string, { readonly amount: number; run(amount: number): Promise<object> }>> = {
  losses: { amount: 100, run: losses },
  'losses-tuned': { amount: 20, run: (times) => losses(times, true) },
  leaks: { amount: 50, run: leaks },
  flat: { amount: 100_000, run: (steps) => flat(steps, Math.ceil(steps / 50), 3) },
  'flat-others': { amount: 2000, run: (steps) => flat(0, steps, 10) },
  'flat-mlp': { amount: 5000, run: (steps) => flat(steps, 0, 0) },
  hidden: { amount: 1, run: async () => tool('tools/run.mjs', ['tools/soak/hidden.ts']) },
  hostile: { amount: 1, run: async () => tool('tools/run.mjs', ['tools/soak/hostile.ts']) },
  kills: { amount: 30, run: async (times) => tool('tools/run.mjs', ['tools/soak/kills.ts', String(times)]) },
  'kills-tuned': {
    amount: 10,
    run: async (times) => tool('tools/run.mjs', ['tools/soak/kills.ts', String(times), 'dist', 'tuned']),
  },
  fuzz: {
    amount: 10_000,
    run: async (runs) =>
      tool(
        'node_modules/vitest/vitest.mjs',
        ['run', '--project', 'unit', ...FUZZED, '--testTimeout=3600000'],
        { FUZZ_RUNS: String(runs) },
      ),
  },
};

/** Tests that give parsers as many cases as the environment asks for. */
const FUZZED = [
  'src/core/picture-size',
  'src/data/csv.test',
  'src/interop',
  'src/sandbox/check-record',
  'src/ui/store/share',
  'src/worker/storage/storage',
];

/** Runs a program of the repository and shows what it says. */
function tool(program: string, args: readonly string[], env: Record<string, string> = {}): object {
  const { status } = spawnSync(process.execPath, [program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return { passed: status === 0 };
}

/**
 * `npm run soak [-- <part>[=<amount>] …]`: what is promised of faults, over hours; the results go to docs/reliability.md. Ends with 1
 * where a part does not show what it must.
 */
async function main(): Promise<boolean> {
  // Heaps are measured after a collection.
  setFlagsFromString('--expose-gc');
  globalThis.gc = runInNewContext('gc');
  const asked = process.argv.slice(2).map((word) => word.split('='));
  const chosen = asked.length > 0 ? asked : Object.keys(PARTS).map((name) => [name]);
  let passed = true;
  for (const [name = '', amount] of chosen) {
    const part = PARTS[name];
    if (part === undefined) {
      const must = `parts are ${Object.keys(PARTS).join(', ')}`;
      throw configError({ where: 'soak', must, got: `'${name}'` });
    }
    const started = performance.now();
    const result = await part.run(amount === undefined ? part.amount : Number(amount));
    const minutes = Math.round((performance.now() - started) / 6000) / 10;
    console.log(JSON.stringify({ part: name, date: new Date().toISOString(), minutes, ...result }, null, 2));
    passed = passed && hasPassed(result);
  }
  return passed;
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof TrainyardError ? error.message : error);
  process.exit(1);
}
