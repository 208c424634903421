import { parseArgs } from 'node:util';
import { configError } from '../core/errors.ts';
import { checkValues } from '../presets/check-values.ts';
import {
  type ParamValue,
  type Preset,
  type PresetParam,
  type PresetSize,
  type PresetValues,
  presetValues,
} from '../presets/preset.ts';

/** What a command about a preset was asked for. */
export interface PresetArguments {
  readonly preset: string;
  readonly size: PresetSize;
  readonly seed: number;
  readonly json: boolean;
  /** False: kernels as guessed, so that equal seeds give equal bits. */
  readonly tune: boolean;
  /** Settings of the preset, `--learning-rate 0.01`, still as text. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Options that take no value. */
const FLAGS: readonly string[] = ['--json', '--no-tune'];

/** Reads `<preset> [--size default] [--seed 7] [--json] [--no-tune] [--<setting> value]`. */
export function parsePresetArguments(argv: readonly string[]): PresetArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
      'no-tune': { type: 'boolean' },
    },
  });
  const named = new Map<string, string>();
  const rest: string[] = [];
  // parseArgs gives an unknown `--option value` as a flag and a positional: put the two together again.
  const unknown = argv.flatMap((word, i) =>
    word.startsWith('--') && !['--size', '--seed', ...FLAGS].includes(word) ? [i] : [],
  );
  for (const i of unknown) named.set(camelCase(argv[i]!.slice(2)), argv[i + 1] ?? '');
  const taken = new Set([...named.values()]);
  for (const word of positionals) if (!taken.has(word)) rest.push(word);
  if (rest.length !== 1) {
    throw configError({
      where: 'command line',
      must: 'one preset must be named',
      got: rest.join(' ') || 'none',
      try: 'npm run train -- mnist-mlp --epochs 3',
    });
  }
  const size = String(values.size ?? 'default');
  if (!['quick', 'default', 'seed'].includes(size)) {
    throw configError({ where: '--size', must: 'must be quick, default or seed', got: size });
  }
  return {
    preset: rest[0]!,
    size: size as PresetSize,
    seed: whole('--seed', String(values.seed ?? '0')),
    json: values.json === true,
    tune: values['no-tune'] !== true,
    settings: Object.fromEntries(named),
  };
}

const camelCase = (word: string): string =>
  word.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

function whole(where: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw configError({ where, must: 'must be a whole number of at least 0', got: text });
}

/** The preset's settings with those of the command line, checked. */
export function settingsOf(preset: Preset, { size, settings }: PresetArguments): PresetValues {
  const changed = Object.fromEntries(
    Object.entries(settings).map(([id, text]) => [
      id,
      read(
        preset.params.find((p) => p.id === id),
        text,
      ),
    ]),
  );
  checkValues(preset, changed);
  return presetValues(preset, size, changed);
}

function read(param: PresetParam | undefined, text: string): ParamValue {
  if (param?.kind === 'int' || param?.kind === 'float') return Number(text);
  return param?.kind === 'flag' ? text !== 'false' : text;
}
