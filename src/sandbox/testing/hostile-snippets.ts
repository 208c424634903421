import type { FaultKind } from '../protocol.ts';

const MODEL = `
import { input, layers, model } from 'trainyard';
const x = input({ shape: [4] });
const m = model({ inputs: x, outputs: layers.dense({ units: 2 })(x) });
m.compile({ loss: 'mse' });
`;
/** Each must end as the fault named, or, where it is harmless here, as a model. */
export const SNIPPETS: readonly (readonly [string, string, FaultKind | 'model', RegExp?])[] = [
  ['an endless loop', 'for (;;);', 'time'],
  ['an endless loop that catches', 'for (;;) try { for (;;); } catch {}', 'time'],
  ['an endless chain of promises', 'const f = async () => { for (;;) await 0; }; await f();', 'time'],
  ['a promise that nobody keeps', 'await new Promise(() => {});', 'time'],
  ['a pattern that backtracks', '/(a+)+$/.test("a".repeat(60) + "b");', 'time'],
  ['a memory bomb', 'const a = []; for (;;) a.push(new Uint8Array(1e6));', 'memory'],
  ['one huge text', '"x".repeat(2 ** 29);', 'memory'],
  ['one huge buffer', 'new ArrayBuffer(2 ** 29);', 'memory'],
  ['deep recursion', 'const f = () => f() + 1; f();', 'depth'],
  ['deep nesting', 'JSON.parse("[".repeat(1e5));', 'depth'],
  ['a deep literal', 'eval("[".repeat(1e5));', 'depth'],
  ['fetch', 'fetch("https://example.org");', 'code', /'fetch' is not defined/],
  ['postMessage', 'postMessage("out");', 'code', /not defined/],
  ['storage', 'localStorage.getItem("x");', 'code', /not defined/],
  ['the page', 'document.body.innerHTML = "";', 'code', /not defined/],
  ['the process', 'process.exit(1);', 'code', /not defined/],
  ['an import', 'import "fs";', 'code', /only 'trainyard' can be imported/],
  ['an import by address', 'await import("https://example.org/x.js");', 'code', /only 'trainyard'/],
  ['the recorder', 'import "trainyard/layer.ts";', 'code', /only 'trainyard'/],
  ['a thrown getter', 'throw { get message() { for (;;); } };', 'code', /cannot be read/],
  ['a thrown proxy', 'throw new Proxy({}, { get() { throw 1; } });', 'code'],
  ['a getter that loops', `${MODEL} m.compile({ loss: { get a() { for (;;); } } });`, 'time'],
  [
    'toJSON that loops',
    `${MODEL} m.compile({ loss: 'mse', metrics: [{ toJSON() { for (;;); } }] });`,
    'time',
  ],
  ['a poisoned prototype', `${MODEL} Object.prototype.loss = 1; Array.prototype.map = null;`, 'code'],
  [
    '__proto__ as a key',
    `${MODEL} m.compile(JSON.parse('{"__proto__":{"loss":"mse"},"loss":"mse"}'));`,
    'model',
  ],
  ['__proto__ as a name', `${MODEL} layers.dense({ units: 1, name: '__proto__' })(x);`, 'model'],
  ['a description of its own', `${MODEL} JSON.stringify = () => 'x'.repeat(3e6);`, 'size'],
  [
    'a class that is none',
    `${MODEL} JSON.stringify = () => '{"description":{"model":{"className":"constructor","config":{}},"compile":{"loss":"mse"}}}';`,
    'code',
    /./,
  ],
  [
    'too many layers',
    `${MODEL} let y = x; for (;;) y = layers.activation({ activation: 'relu' })(y);`,
    'code',
    /at most 1000 calls/,
  ],
  ['sizes beyond all limits', MODEL.replace('units: 2', 'units: -2.5'), 'code', /units/],
];
