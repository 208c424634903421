import { required } from '../../core/invariant.ts';
import type { Shape } from '../../core/shape.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Index } from '../../graph/ir/emit.ts';
import type { Instr, ValueId } from '../../graph/ir/graph.ts';
import type { ReduceAttrs } from '../../graph/ops/reduce.ts';
import { reduceRow } from '../../graph/ops/reduce.ts';
import type { Group } from '../../graph/plan/fuse.ts';
import { type EmitEnv, Emitter } from './emitter.ts';
import { Frame } from './frame.ts';
import { type Generated, outputBuffer } from './loop.ts';
import { indent } from './scope.ts';

/** How a reduction is cut: `parts` partial results per output, each over `chunk` elements. */
export interface ReduceCut {
  readonly outputs: number;
  readonly length: number;
  readonly parts: number;
  readonly chunk: number;
}

/** Enough parts that about `threads` threads have work, each over at least 16 elements. */
export function cutReduction(input: Shape, axes: readonly number[], threads: number): ReduceCut {
  const length = axes.reduce((n, axis) => n * input[axis]!, 1);
  const outputs = sizeOf(input) / Math.max(1, length);
  const wanted = Math.min(Math.ceil(threads / Math.max(1, outputs)), Math.ceil(length / 16));
  const chunk = Math.max(1, Math.ceil(length / Math.max(1, wanted)));
  return { outputs, length, chunk, parts: Math.max(1, Math.ceil(length / chunk)) };
}

const MAIN = [
  'override workgroup: u32 = 64;',
  '@compute @workgroup_size(workgroup)',
  'fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {',
  '  let first = id.y * grid.x * workgroup + id.x;',
  '  let stride = grid.x * grid.y * workgroup;',
];

function assemble(emitter: Emitter): Generated {
  const text = [...emitter.frame.header(), ...MAIN, ...indent(emitter.scopes.lines()), '}'].join('\n');
  return { text, frame: emitter.frame };
}

/**
 * First pass: thread (part, output) folds its chunk of the elements that belong to the output. With one part it ends
 * in what is fused behind the reduction; else it writes partials[part, output] for the second pass.
 */
export function generateReduce(group: Group, env: EmitEnv, cut: ReduceCut): Generated {
  const emitter = new Emitter(env, new Frame(0), 1);
  const root = group.root!;
  const row = required(reduceRow(root.op), 'rule');
  const items = emitter.uint(cut.outputs * cut.parts);
  emitter.scopes.nest(
    0,
    () => {
      const o = emitter.scopes.name(cut.parts === 1 ? 'item' : `item % ${emitter.uint(cut.outputs)}`, 1, 'o');
      const part =
        cut.parts === 1 ? '0u' : emitter.scopes.name(`item / ${emitter.uint(cut.outputs)}`, 1, 'p');
      const acc = fold(emitter, root, { flat: o, depth: 1 }, part, cut, row);
      if (cut.parts === 1) finish(emitter, group, acc, o);
      else emitter.scopes.push(`${emitter.frame.scratch(0, 'read_write')}[item] = ${acc};`, 1);
    },
    (lines) => [`for (var item = first; item < ${items}; item += stride) {`, ...indent(lines), '}'],
  );
  return assemble(emitter);
}

type Rule = NonNullable<ReturnType<typeof reduceRow>>;

function fold(emitter: Emitter, root: Instr, o: Index, part: string, cut: ReduceCut, row: Rule): string {
  const acc = emitter.scopes.fresh('acc');
  const end = emitter.scopes.fresh('end');
  const chunk = emitter.uint(cut.chunk);
  const length = emitter.uint(cut.length);
  emitter.scopes.nest(
    1,
    () => {
      const x = emitter.value(root.inputs[0]!, elementOf(emitter, root, o));
      emitter.scopes.push(`${acc} = ${row.wgsl(acc, x)};`, 2);
    },
    (lines) => [
      `var ${acc} = ${row.wgslInit};`,
      `let ${end} = min(${length}, (${part} + 1u) * ${chunk});`,
      `for (var r = ${part} * ${chunk}; r < ${end}; r++) {`,
      ...indent(lines),
      '}',
    ],
  );
  return acc;
}

/** Position in the input of element `r` of those that output `o` folds. */
function elementOf(emitter: Emitter, root: Instr, o: Index): Index {
  const { shape } = emitter.typeOf(root.inputs[0]!);
  const { axes } = root.attrs as ReduceAttrs;
  const r: Index = { flat: 'r', depth: 2 };
  if (axes.every((axis, i) => axis === axes[0]! + i)) return sideBySide(emitter, shape, axes, o, r);
  const kept = shape.map((_, a) => a).filter((a) => !axes.includes(a));
  const outer = emitter.unravel(
    o,
    kept.map((a) => shape[a]!),
  );
  const folded = emitter.unravel(
    r,
    axes.map((a) => shape[a]!),
  );
  const multi = shape.map((_, a) => (axes.includes(a) ? folded[axes.indexOf(a)]! : outer[kept.indexOf(a)]!));
  return emitter.ravel(multi, shape, 2);
}

/** The same for axes that stand side by side: without them o is (before, behind), and the element is (before, r, behind). No division by sizes of axes. */
function sideBySide(emitter: Emitter, shape: Shape, axes: readonly number[], o: Index, r: Index): Index {
  const [first, end] = [axes[0]!, axes[0]! + axes.length];
  const length = sizeOf(shape.slice(first, end));
  const inner = sizeOf(shape.slice(end));
  const folded = first === 0 ? r : within(emitter, emitter.dropInner(o, inner), r, length);
  if (inner === 1) return folded;
  return within(emitter, folded, first === 0 ? o : emitter.keepInner(o, inner), inner);
}

/** Element `col` of row `row` of rows of `inner` elements. */
function within(emitter: Emitter, row: Index, col: Index, inner: number): Index {
  const flat = emitter.named(`${row.flat} * ${emitter.uint(inner)} + ${col.flat}`, 2);
  return { flat, depth: 2, row, col, inner };
}

/** Second pass: out[o] = fold over parts of partials[part, o], then what is fused behind. */
export function generateCombine(group: Group, env: EmitEnv, cut: ReduceCut): Generated {
  const emitter = new Emitter(env, new Frame(0), 1);
  const row = required(reduceRow(group.root!.op), 'rule');
  const outputs = emitter.uint(cut.outputs);
  const parts = emitter.uint(cut.parts);
  const partials = emitter.frame.scratch(0, 'read');
  emitter.scopes.nest(
    0,
    () => {
      const acc = emitter.scopes.fresh('acc');
      emitter.scopes.push(`var ${acc} = ${row.wgslInit};`, 1);
      const next = row.wgsl(acc, `${partials}[part * ${outputs} + item]`);
      emitter.scopes.push(`for (var part = 0u; part < ${parts}; part++) { ${acc} = ${next}; }`, 1);
      finish(emitter, group, acc, 'item');
    },
    (lines) => [`for (var item = first; item < ${outputs}; item += stride) {`, ...indent(lines), '}'],
  );
  return assemble(emitter);
}

function finish(emitter: Emitter, group: Group, acc: string, o: string): void {
  const made: ValueId = group.root!.outputs[0]!;
  const { shape } = emitter.typeOf(made);
  const scalar = sizeOf(shape) === 1;
  const cols = shape.at(-1) ?? 1;
  const at: Index = { flat: o, depth: 1 };
  const index: Index = cols > 1 && !scalar ? { ...at, ...rowAndCol(emitter, at, cols, shape.length) } : at;
  emitter.scopes.remember(`${made}@${scalar ? '0u' : o}`, acc, 1);
  const values = group.outputs.map((v) => [outputBuffer(emitter, v), emitter.value(v, index)] as const);
  for (const [buffer, value] of values) emitter.scopes.push(`${buffer}[${scalar ? '0u' : o}] = ${value};`, 1);
}

function rowAndCol(emitter: Emitter, at: Index, cols: number, rank: number): Partial<Index> {
  if (rank < 2) return {};
  return { row: emitter.dropInner(at, cols), col: emitter.keepInner(at, cols), inner: cols };
}
