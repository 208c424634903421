import { TrainyardError } from '../core/errors.ts';
import { presetById } from '../presets/table.ts';
import type { Logs } from '../train/log-book.ts';
import { describeMemory } from '../train/memory-estimate.ts';
import { parsePresetArguments, settingsOf } from './arguments.ts';
import { knownWinners, openNodeDevice, openPreset } from './open-preset.ts';
import { ProgressBar } from './progress-bar.ts';
import { trainEpoch } from './train-epoch.ts';

/** `npm run train -- <preset> [--size …] [--epochs 3] [--seed 0] [--json] [--no-tune]`: trains a preset in Node on Dawn. */
async function main(): Promise<void> {
  const asked = parsePresetArguments(process.argv.slice(2));
  const preset = presetById(asked.preset);
  const values = settingsOf(preset, asked);
  const bar = new ProgressBar(!asked.json);
  const opened = await openNodeDevice();
  const winners = asked.tune ? await knownWinners(opened) : null;
  const { session, built, memory } = await openPreset(opened, preset, values, asked.seed, {
    onProgress: (part, note) => bar.show(part, note),
    variants: winners?.variants,
    quickStart: winners !== null,
  });
  const parameters = built.model.countParams().toLocaleString('en');
  bar.say(`${preset.title}: ${parameters} parameters on ${opened.facts.description}`);
  bar.say(`A step of ${built.batchSize} samples takes ${describeMemory(memory)}.`);
  await session.prepare();
  if (winners !== null) {
    session.tune(winners, {
      tuned: () => bar.say(`step ${session.position.iterations}: kernels measured on this GPU took over`),
      failed: (error) => bar.say(`kernels could not be measured: ${error}`),
    });
  }
  for (let epoch = 1; epoch <= built.epochs; epoch++) {
    const { logs, seconds, steps, samples } = await trainEpoch(session, (part, loss) =>
      bar.show(part, `epoch ${epoch}/${built.epochs} · loss ${loss.toFixed(4)}`),
    );
    const speed = { ms_per_step: (1000 * seconds) / steps, samples_per_second: samples / seconds };
    if (asked.json) console.log(JSON.stringify({ epoch, ...logs, ...speed }));
    else bar.say(describe(epoch, built.epochs, logs, speed.ms_per_step));
  }
  await session.destroy();
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
