import { PRESETS } from '../../presets/table.ts';
import { failedOf } from './checks.ts';
import { open, settledBytes, soakEngine } from './quick-run.ts';

/** Opens all presets in turn so many times, trains each for two steps, and compares the bytes on the device with the first time. */
export async function leaks(rounds: number): Promise<object> {
  const { engine, alive } = await soakEngine();
  const first = new Map<string, number>();
  const grown: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { id } of PRESETS) {
      engine.send(open(id));
      engine.send({ type: 'step', count: 2 });
      await engine.status('paused');
      const bytes = await settledBytes(alive);
      const before = first.get(id) ?? bytes;
      first.set(id, before);
      if (bytes !== before) grown.push(`${id}, round ${round}: ${bytes} instead of ${before}`);
      engine.forget();
    }
  }
  await engine.close();
  return {
    rounds,
    bytes: Object.fromEntries(first),
    grown,
    bytesAtTheEnd: alive.bytes,
    failed: failedOf({
      'each preset takes the bytes that it took first': grown.length === 0,
      'nothing is left at the end': alive.bytes === 0,
    }),
  };
}
