import { afterEach, expect, test } from 'vitest';
import type { Command } from './protocol.ts';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

/** Which of x and y is larger: told by a line through the plane. */
const TABLE = `x,y,larger\n${Array.from({ length: 120 }, (_, i) => {
  const [x, y] = [(i * 37) % 101, (i * 53) % 97];
  return `${x},${y},${x > y ? 'x' : 'y'}`;
}).join('\n')}\n`;

const open: Command = {
  type: 'open',
  preset: 'own-table',
  size: 'default',
  controls: { epochs: 40 },
  seed: 7,
  tune: false,
  resume: false,
};

test("trains on a person's table, shows its rows, and answers for a row that is typed", async () => {
  engine = new EngineHarness();
  engine.send(open);
  expect((await engine.next('error')).error.message).toContain('chosen anew');
  const file = new Blob([TABLE]);
  engine.send({
    type: 'check-data',
    request: 1,
    given: { kind: 'table', name: 'own.csv', file, label: null, leftOut: null },
  });
  expect((await engine.next('checked-data')).report).toMatchObject({ used: 120, shape: [2] });
  engine.send({ type: 'use-data' });
  await engine.next('own-preset');
  engine.send(open);
  await engine.status('ready');
  engine.send({ type: 'start' });
  await engine.next('status', ({ status }) => status === 'finished');
  expect(engine.ofType('epoch').at(-1)!.logs.logs.val_accuracy).toBeGreaterThan(0.9);
  engine.send({ type: 'samples', from: 0, count: 4 });
  const [view] = (await engine.next('samples')).samples.samples;
  expect(view).toMatchObject({ kind: 'table-class', features: [{ name: 'x' }, { name: 'y' }] });
  engine.send({ type: 'try', request: 2, input: { kind: 'numbers', numbers: [90, 5] } });
  const answer = (await engine.next('try')).view;
  expect(answer?.kind === 'table-class' && answer.probabilities[0]).toBeGreaterThan(0.9);
  engine.send({ type: 'set', id: 'units', value: 16 });
  await engine.next('opened', ({ model }) => model.parameters < 500);
});
