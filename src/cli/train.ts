import { TrainyardError } from '../core/errors.ts';
import { presetById } from '../presets/table.ts';
import type { Logs } from '../train/log-book.ts';
import { describeMemory } from '../train/memory-estimate.ts';
import type { TrainingSession } from '../train/training-session.ts';
import { parsePresetArguments, settingsOf } from './arguments.ts';
import { openPreset } from './open-preset.ts';
import { ProgressBar } from './progress-bar.ts';

/** `npm run train -- <preset> [--size …] [--epochs 3] [--seed 0] [--json]`: trains a preset in Node on Dawn. */
async function main(): Promise<void> {
  const asked = parsePresetArguments(process.argv.slice(2));
  const preset = presetById(asked.preset);
  const values = settingsOf(preset, asked);
  const bar = new ProgressBar(!asked.json);
  const { session, built, opened, memory } = await openPreset(preset, values, asked.seed, (part, note) =>
    bar.show(part, note),
  );
  bar.say(
    `${preset.title}: ${built.model.countParams().toLocaleString('en')} parameters on ${opened.facts.description}`,
  );
  bar.say(`A step of ${built.batchSize} samples takes ${describeMemory(memory)}.`);
  await session.prepare();
  for (let epoch = 1; epoch <= built.epochs; epoch++) {
    const { logs, seconds, steps, samples } = await trainEpoch(session, bar, epoch, built.epochs);
    const speed = { ms_per_step: (1000 * seconds) / steps, samples_per_second: samples / seconds };
    if (asked.json) console.log(JSON.stringify({ epoch, ...logs, ...speed }));
    else bar.say(describe(epoch, built.epochs, logs, speed.ms_per_step));
  }
  await session.destroy();
}

async function trainEpoch(session: TrainingSession, bar: ProgressBar, epoch: number, epochs: number) {
  const started = performance.now();
  const { samples } = session.config.train.feed;
  let loss = Number.NaN;
  session.onSteps = (steps) => {
    loss = steps.at(-1)!.logs.loss!;
  };
  let steps = 0;
  while (!session.atEpochEnd) {
    await session.step();
    steps++;
    bar.show(session.position.offset / samples, `epoch ${epoch}/${epochs} · loss ${loss.toFixed(4)}`);
  }
  await session.fetch();
  const seconds = (performance.now() - started) / 1000;
  return { logs: await session.endEpoch(), seconds, steps, samples };
}

function describe(epoch: number, epochs: number, logs: Logs, msPerStep: number): string {
  const numbers = Object.entries(logs).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `epoch ${epoch}/${epochs} · ${numbers.join(' · ')} · ${msPerStep.toFixed(2)} ms/step`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof TrainyardError ? error.message : error);
  process.exitCode = 1;
}
