import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { Outcome } from './protocol.ts';
import { loadQuickJS } from './quickjs.ts';
import { stripTypes } from './strip-types.ts';

const run = async (code: string): Promise<Outcome> => evaluate(await loadQuickJS(), code);

async function faultOf(code: string) {
  const outcome = await run(code);
  if (outcome.ok) throw new Error('a fault was expected');
  return outcome.fault;
}

const HEAD = "import { input, layers, losses, model, optimizers, sequential } from 'trainyard';\n";

test('types of TypeScript are left out, lines and columns stay', () => {
  const code = [
    "import type { A } from 'x'; import { type B as C, d } from 'y';",
    'interface P { a: 1 }',
    'type Q = string;',
    'const f = <T,>(x?: T, ...y: T[]): T => x! as T;',
    'class K<T> extends L<T> implements M { private readonly a: number = 1; override b?: string }',
    'const m = new Map<string, number>() satisfies object;',
  ].join('\n');
  const stripped = stripTypes(code);
  if (!stripped.ok) throw new Error(stripped.what);
  expect(stripped.code.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
    "import { d } from 'y';",
    '',
    '',
    'const f = (x , ...y ) => x ;',
    'class K extends L { a = 1; b }',
    'const m = new Map () ;',
  ]);
  expect(stripped.code.split('\n').map((line) => line.length)).toEqual(code.split('\n').map((l) => l.length));
});

test('what is more than types is said, with its line', async () => {
  expect(await faultOf('\nenum E { A }')).toMatchObject({
    line: 2,
    message: expect.stringContaining('enum'),
  });
  expect(await faultOf('class A { constructor(private x: number) {} }')).toMatchObject({ line: 1 });
});

test('a fault has its line and column', async () => {
  expect(await faultOf(`${HEAD}const x = ;`)).toMatchObject({
    line: 2,
    message: expect.stringMatching(/^SyntaxError/),
  });
  expect(await faultOf(`${HEAD}\n  foo();`)).toMatchObject({ line: 3, column: 3 });
  expect(await faultOf(`${HEAD}layers.dense(64);`)).toMatchObject({
    line: 2,
    message: "layers.dense: takes one object with its options, got 64. Try: layers.dense({ name: 'mine' }).",
  });
  expect(await faultOf(`${HEAD}\n\nconst x = input({ shape: 4 });`)).toMatchObject({ line: 4 });
  const empty = `${HEAD}\n\nconst x = input({ shape: [0], name: 'x' });
const m = model({ inputs: x, outputs: x });
m.compile({ loss: 'mse' });`;
  expect(await faultOf(empty)).toMatchObject({ line: 4, message: expect.stringContaining('above 0') });
  expect(await faultOf(`${HEAD}const x = input({ shape: [4] });`)).toMatchObject({
    message: expect.stringContaining('must be compiled'),
  });
});

test('a shape that does not fit is marked where the layer is called', async () => {
  const code = `${HEAD}const x = input({ shape: [4] });
const conv = layers.conv2d({ filters: 2, kernelSize: 3 });
const y = conv(x);
const m = model({ inputs: x, outputs: y });
m.compile({ loss: 'mse' });`;
  expect(await faultOf(code)).toMatchObject({ line: 4, message: expect.stringMatching(/^conv2d/) });
});

test('recurrent states, chains, shared layers and losses with options are recorded', async () => {
  const outcome = await run(`${HEAD}
const words: unknown = input({ shape: [5], dtype: 'int32' });
const shared = layers.embedding({ inputDim: 10, outputDim: 4 });
const [y, h, c] = layers.lstm({ units: 3, returnState: true })(shared(words));
const again = layers.lstm({ units: 3 })(shared(words), { initialState: [h, c] });
const chain = sequential([layers.dense({ units: 4 }), layers.dense({ units: 2, name: 'last' })]);
const both = layers.bidirectional({ layer: layers.gru({ units: 2, returnState: true }) })(shared(words));
const out = chain(layers.concatenate()([y, again, ...both]));
const m = model({ inputs: { words }, outputs: { answer: out } });
m.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: losses.huber({ delta: 2 }), metrics: ['mae'] });`);
  expect(outcome).toMatchObject({
    ok: true,
    description: { compile: { loss: { name: 'huber', options: { delta: 2 } } } },
    lines: { embedding: 5, lstm: 5, lstm_1: 6 },
  });
});
