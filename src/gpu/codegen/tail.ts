import { sizeOf } from '../../core/shape.ts';
import type { Index } from '../../graph/ir/emit.ts';
import type { Group } from '../../graph/plan/fuse.ts';
import { type EmitEnv, Emitter, NotVectorizable } from './emitter.ts';
import { Frame } from './frame.ts';
import { type Generated, outputBuffer } from './loop.ts';
import { indent } from './scope.ts';

/**
 * The module `tail` of a kernel: `store(row, col, value)` takes one element of the kernel's first output, computes what
 * is fused behind it at that position, and writes every result. With `four` there is also `store_four(row, col, values)` for the
 * elements at col, col + 1, col + 2, col + 3, all inside the row and col a multiple of four: written at once where rows come in
 * whole fours and what is fused can be computed so.
 */
export function generateTail(group: Group, env: EmitEnv, kernelBuffers: number, four: boolean): Generated {
  const frame = new Frame(kernelBuffers);
  if (!four) return module(frame, [storeFunction(group, env, frame, false)]);
  try {
    const functions = [storeFunction(group, env, frame, true), fourFunction(group, env, frame)];
    return module(frame, functions);
  } catch (error) {
    if (!(error instanceof NotVectorizable)) throw error;
    const plain = new Frame(kernelBuffers);
    return module(plain, [storeFunction(group, env, plain, false), ONE_BY_ONE]);
  }
}

const ONE_BY_ONE = [
  'fn store_four(row: u32, col: u32, values: vec4f) {',
  '  store(row, col, values.x);',
  '  store(row, col + 1u, values.y);',
  '  store(row, col + 2u, values.z);',
  '  store(row, col + 3u, values.w);',
  '}',
];

function module(frame: Frame, functions: readonly (readonly string[])[]): Generated {
  return { text: [...frame.header(), ...functions.flat()].join('\n'), frame };
}

/** `byParts`: buffers are declared as arrays of fours, of which one part is read or written. */
function storeFunction(group: Group, env: EmitEnv, frame: Frame, byParts: boolean): string[] {
  const emitter = new Emitter(env, frame, 0, byParts);
  const { made, cols, scalar } = rootOutput(group, emitter);
  const at = position(emitter, cols);
  emitter.scopes.remember(`${made}@${scalar ? '0u' : at.flat}`, 'value', 0);
  const writes = results(group).map((v) => {
    const value = emitter.value(v, at);
    return `${outputBuffer(emitter, v, byParts)}${emitter.subscript(at.flat)} = ${value};`;
  });
  return [
    'fn store(row: u32, col: u32, value: f32) {',
    ...indent([...emitter.scopes.lines(), ...writes]),
    '}',
  ];
}

function fourFunction(group: Group, env: EmitEnv, frame: Frame): string[] {
  const emitter = new Emitter(env, frame);
  const { made, cols } = rootOutput(group, emitter);
  if (cols % 4 !== 0) throw new NotVectorizable();
  const quadCol = emitter.named('col >> 2u', 0);
  const quad = emitter.named(`row * ${emitter.uint(cols / 4)} + ${quadCol}`, 0);
  const col: Index = { flat: 'col', depth: 0, quad: quadCol };
  const at: Index = {
    flat: `(${quad} * 4u)`,
    depth: 0,
    quad,
    row: { flat: 'row', depth: 0 },
    col,
    inner: cols,
  };
  emitter.scopes.remember(`${made}@4*${quad}`, 'values', 0);
  const writes = results(group).map(
    (v) => `${outputBuffer(emitter, v, true)}[${quad}] = ${emitter.value(v, at)};`,
  );
  return [
    'fn store_four(row: u32, col: u32, values: vec4f) {',
    ...indent([...emitter.scopes.lines(), ...writes]),
    '}',
  ];
}

const results = (group: Group) =>
  group.outputs.filter((v) => v === group.root!.outputs[0] || !group.root!.outputs.includes(v));

function rootOutput(group: Group, emitter: Emitter) {
  const made = group.root!.outputs[0]!;
  const { shape } = emitter.typeOf(made);
  return { made, cols: shape.at(-1) ?? 1, scalar: sizeOf(shape) === 1 };
}

function position(emitter: Emitter, cols: number): Index {
  const flat = emitter.named(`row * ${emitter.uint(cols)} + col`, 0);
  return { flat, depth: 0, row: { flat: 'row', depth: 0 }, col: { flat: 'col', depth: 0 }, inner: cols };
}
