import { sizeOf } from '../../core/shape.ts';
import type { Index } from '../../graph/ir/emit.ts';
import type { Group } from '../../graph/plan/fuse.ts';
import { type EmitEnv, Emitter } from './emitter.ts';
import { Frame } from './frame.ts';
import { type Generated, outputBuffer } from './loop.ts';
import { indent } from './scope.ts';

/**
 * The module `tail` of a kernel: `store(row, col, value)` takes one element of the kernel's first output, computes what
 * is fused behind it at that position, and writes every result.
 */
export function generateTail(group: Group, env: EmitEnv, kernelBuffers: number): Generated {
  const emitter = new Emitter(env, new Frame(kernelBuffers));
  const made = group.root!.outputs[0]!;
  const { shape } = emitter.typeOf(made);
  const cols = shape.at(-1) ?? 1;
  const at = position(emitter, cols);
  emitter.scopes.remember(`${made}@${sizeOf(shape) === 1 ? '0u' : at.flat}`, 'value', 0);
  const outputs = group.outputs.filter((v) => v === made || !group.root!.outputs.includes(v));
  const writes = outputs.map((v) => `${outputBuffer(emitter, v)}[${at.flat}] = ${emitter.value(v, at)};`);
  const body = [...emitter.scopes.lines(), ...writes];
  const text = ['fn store(row: u32, col: u32, value: f32) {', ...indent(body), '}'];
  return { text: [...emitter.frame.header(), ...text].join('\n'), frame: emitter.frame };
}

function position(emitter: Emitter, cols: number): Index {
  const flat = emitter.named(`row * ${emitter.uint(cols)} + col`, 0);
  return { flat, depth: 0, row: { flat: 'row', depth: 0 }, col: { flat: 'col', depth: 0 }, inner: cols };
}
