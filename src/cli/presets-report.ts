import { readFile, writeFile } from 'node:fs/promises';
import { TrainyardError } from '../core/errors.ts';
import type { OpenedDevice } from '../gpu/device.ts';
import { resetNames } from '../nn/names.ts';
import { type Preset, type PresetValues, presetValues } from '../presets/preset.ts';
import { PRESETS, presetById } from '../presets/table.ts';
import type { Logs } from '../train/log-book.ts';
import { answersByGroup } from './answers-by-group.ts';
import { type PresetArguments, parsePresetArguments, settingsOf } from './arguments.ts';
import { type OpenPreset, openNodeDevice, openPreset } from './open-preset.ts';
import { presetsPage } from './presets-page.ts';
import { type ReportRow, rowKey } from './report-row.ts';
import { trainEpoch } from './train-epoch.ts';

const docs = new URL('../../docs/', import.meta.url);
const RESULTS = new URL('presets.json', docs);
const PAGE = new URL('presets.md', docs);

/** Minutes that a run may take unless told otherwise. */
const MINUTES = 30;

/**
 * `npm run presets:report -- [preset] [--size default] [--seed 0] [--minutes 30] [--<setting> value]`: trains the preset, or all of them,
 * and writes what came of it to `docs/presets.json` and `docs/presets.md`. Without a size: default, with as many of its epochs as fit
 * into the minutes, and the schedule of the learning rate ends with them; where not even one fits, quick.
 */
async function main(): Promise<void> {
  const { argv, minutes } = withoutMinutes(process.argv.slice(2));
  const named = PRESETS.some((preset) => argv.includes(preset.id));
  const runs = named ? [argv] : PRESETS.map((preset) => [preset.id, ...argv]);
  const opened = await openNodeDevice();
  for (const words of runs) {
    const row = await report(opened, words, minutes);
    console.log(JSON.stringify(row));
    await record(row);
  }
  await writeFile(PAGE, presetsPage(await readRows()));
}

function withoutMinutes(words: readonly string[]): { argv: string[]; minutes: number } {
  const at = words.indexOf('--minutes');
  if (at < 0) return { argv: [...words], minutes: MINUTES };
  return { argv: words.filter((_, i) => i !== at && i !== at + 1), minutes: Number(words[at + 1]) };
}

async function report(opened: OpenedDevice, words: readonly string[], minutes: number): Promise<ReportRow> {
  const asked = parsePresetArguments(words);
  const preset = presetById(asked.preset);
  const row = await trainFor(opened, preset, asked, minutes);
  if (row !== null) return row;
  const quick = await trainFor(opened, preset, { ...asked, size: 'quick' }, Number.POSITIVE_INFINITY);
  return quick!;
}

/** Trains as many epochs as fit; null where none does, and there is a smaller size to take. */
async function trainFor(
  opened: OpenedDevice,
  preset: Preset,
  asked: PresetArguments,
  minutes: number,
): Promise<ReportRow | null> {
  const values = settingsOf(preset, asked);
  const epochs = Math.min(Number(values.epochs), await epochsThatFit(opened, preset, asked, minutes));
  if (epochs < 1) return null;
  const open = await reopen(opened, preset, { ...values, epochs }, asked.seed);
  try {
    return await trainAll(open, preset, asked, values);
  } finally {
    await open.session.discard();
  }
}

/** A session that is prepared, with the names of layers that a first one has. */
async function reopen(
  opened: OpenedDevice,
  preset: Preset,
  values: PresetValues,
  seed: number,
): Promise<OpenPreset> {
  resetNames();
  const open = await openPreset(opened, preset, values, seed);
  await open.session.prepare();
  return open;
}

async function epochsThatFit(
  opened: OpenedDevice,
  preset: Preset,
  asked: PresetArguments,
  minutes: number,
): Promise<number> {
  if (asked.size === 'quick') return Number.POSITIVE_INFINITY;
  const open = await reopen(opened, preset, settingsOf(preset, asked), asked.seed);
  const seconds = await secondsOfEpoch(open);
  await open.session.discard();
  return Math.floor((60 * minutes) / seconds);
}

/** Steps after which an epoch's time is estimated. */
const TRIAL_STEPS = 6;

/** Estimated from the first steps of the first epoch. */
async function secondsOfEpoch({ session }: OpenPreset): Promise<number> {
  await session.step();
  await session.fetch();
  const started = performance.now();
  for (let i = 0; i < TRIAL_STEPS && !session.atEpochEnd; i++) await session.step();
  await session.fetch();
  return ((performance.now() - started) / 1000 / TRIAL_STEPS) * session.stepsPerEpoch;
}

async function trainAll(
  open: OpenPreset,
  preset: Preset,
  asked: PresetArguments,
  values: PresetValues,
): Promise<ReportRow> {
  const { built, session, dataset } = open;
  const outputs = built.model.outputNames;
  const prefix = (output: string) => (outputs.length === 1 ? 'val_' : `val_${output}_`);
  const accuracyOf = (logs: Logs, output: string) =>
    logs[`${prefix(output)}accuracy`] ?? logs[`${prefix(output)}binary_accuracy`]!;
  const curve: number[] = [];
  let seconds = 0;
  let accuracy: Record<string, number> = {};
  const { feed } = session.config.validation!;
  const rate = (output: string) => dataset.baseRates[feed.targets[output]!.name];
  const main = outputs.find((output) => rate(output) !== undefined) ?? outputs[0]!;
  for (let epoch = 1; epoch <= built.epochs; epoch++) {
    const result = await trainEpoch(session);
    seconds += result.seconds;
    accuracy = Object.fromEntries(outputs.map((output) => [output, accuracyOf(result.logs, output)]));
    curve.push(accuracy[main]!);
    console.error(`${preset.id} ${asked.size} ${epoch}/${built.epochs} ${JSON.stringify(result.logs)}`);
  }
  return {
    preset: preset.id,
    size: asked.size,
    changed: changedOf(preset, asked, values),
    seed: asked.seed,
    parameters: built.model.countParams(),
    epochs: curve.length,
    allEpochs: Number(values.epochs),
    seconds,
    adapter: open.opened.facts.description,
    accuracy,
    baseRates: Object.fromEntries(
      outputs.flatMap((output) => {
        const known = rate(output);
        return known === undefined ? [] : [[output, known]];
      }),
    ),
    groups: await answersByGroup(open),
    curve,
  };
}

function changedOf(preset: Preset, { size, settings }: PresetArguments, values: PresetValues) {
  const usual = presetValues(preset, size);
  const ids = Object.keys(settings).filter((id) => values[id] !== usual[id]);
  return Object.fromEntries(ids.map((id) => [id, values[id]!]));
}

async function readRows(): Promise<ReportRow[]> {
  const text = await readFile(RESULTS, 'utf8').catch(() => '[]');
  return JSON.parse(text) as ReportRow[];
}

async function record(row: ReportRow): Promise<void> {
  const others = (await readRows()).filter((other) => rowKey(other) !== rowKey(row));
  await writeFile(RESULTS, `${JSON.stringify([...others, row], null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof TrainyardError ? error.message : error);
  process.exitCode = 1;
}
