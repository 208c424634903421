import { invariant } from '../../core/invariant.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Index } from '../../graph/ir/emit.ts';
import type { Instr, ValueId } from '../../graph/ir/graph.ts';
import { opDef } from '../../graph/ops/table.ts';
import type { Group } from '../../graph/plan/fuse.ts';
import { type EmitEnv, Emitter, NotVectorizable } from './emitter.ts';
import { Frame } from './frame.ts';
import { indent } from './scope.ts';

/** Generated WGSL and what it binds. */
export interface Generated {
  readonly text: string;
  readonly frame: Frame;
}

export interface GeneratedLoop extends Generated {
  /** Rounds of the outermost loop, shared by the threads. */
  readonly items: number;
}

/** Functions that fold a number over the lanes of a workgroup: every lane gets the result. */
export function laneFolds(text: string, lanes: number): string[] {
  const folds = { reduce_sum: 'a + b', reduce_max: 'max(a, b)', reduce_min: 'min(a, b)' };
  const used = Object.entries(folds).filter(([name]) => text.includes(`fold_${name}(`));
  if (used.length === 0) return [];
  return [
    `var<workgroup> lane_values: array<f32, ${lanes}>;`,
    ...used.flatMap(([name, rule]) => foldFunction(name, rule, lanes)),
  ];
}

// A tree over workgroup memory: log2(lanes) rounds, each between barriers.
function foldFunction(name: string, rule: string, lanes: number): string[] {
  return [
    `fn fold_${name}(x: f32, lane: u32) -> f32 {`,
    '  workgroupBarrier();',
    '  lane_values[lane] = x;',
    `  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {`,
    '    workgroupBarrier();',
    '    if (lane < half) {',
    '      let a = lane_values[lane];',
    '      let b = lane_values[lane + half];',
    `      lane_values[lane] = ${rule};`,
    '    }',
    '  }',
    '  workgroupBarrier();',
    '  return lane_values[0];',
    '}',
  ];
}

/**
 * A fused loop: for each row, first what there is once per row (reductions run over the row's elements), then the
 * elements of the row. With lanes = 1 a thread takes whole rows; else a workgroup shares each row.
 */
export function generateLoop(group: Group, env: EmitEnv): GeneratedLoop {
  const byLastAxis = inRows(group, env, 1);
  const byFours = widths(group, env).findIndex((width) => width % 4 === 0) + 1;
  return (
    inFours(byLastAxis, env) ??
    (byFours > 1 ? inFours(inRows(group, env, byFours), env) : null) ??
    generate(byLastAxis, env, false)
  );
}

/** Four elements at once, where that is possible. */
function inFours(group: Group, env: EmitEnv): GeneratedLoop | null {
  if (!fours(group, env)) return null;
  try {
    return generate(group, env, true);
  } catch (error) {
    if (!(error instanceof NotVectorizable)) throw error;
    return null;
  }
}

function generate(group: Group, env: EmitEnv, vector: boolean): GeneratedLoop {
  const emitter = new Emitter(env, new Frame(0));
  const writer = new LoopWriter(group, emitter, vector);
  const body = writer.write();
  if (vector && emitter.frame.clashes) throw new NotVectorizable();
  return { text: assemble(emitter, body, env.lanes), frame: emitter.frame, items: writer.items };
}

/** Whether outputs come in whole fours and nothing is folded: then each thread computes four elements at once. */
function fours(group: Group, { graph }: EmitEnv): boolean {
  const flat = group.members.every((m) => opDef(m.op).form === 'loop' && m.op !== 'stack');
  return (
    flat &&
    group.outputs.every(
      (v) =>
        (sizeOf(graph.values[v]!.shape) / group.rows) % 4 === 0 ||
        (sizeOf(graph.values[v]!.shape) === group.rows && group.rows % 4 === 0),
    )
  );
}

/** Rows that keep the threads of a CPU busy. */
const ENOUGH_ROWS = 64;

/**
 * Elements that lie in rows are walked row by row where one thread has many anyway: the position within the row and the
 * row's number are then loop variables, where a linear walk divides for each element. A row is the last `axes` axes: rows of the
 * last alone may be no whole fours (the colours of a pixel), while lines of such rows are.
 */
function inRows(group: Group, env: EmitEnv, axes: number): Group {
  const width = widths(group, env)[axes - 1] ?? 1;
  const splits = width > 1 && group.rows / width >= ENOUGH_ROWS;
  return env.walksRows && env.lanes === 1 && splits ? { ...group, rows: group.rows / width } : group;
}

/** Elements of the last axis, of the last two, ...: as far as they are the same for all outputs; none where these are not flat. */
function widths(group: Group, { graph }: EmitEnv): number[] {
  const shapes = group.outputs.map((v) => graph.values[v]!.shape);
  if (shapes.some((shape) => sizeOf(shape) !== group.rows)) return [];
  const common: number[] = [];
  for (let axes = 1; axes <= shapes[0]!.length; axes++) {
    const sizes = new Set(shapes.map((shape) => sizeOf(shape.slice(-axes))));
    if (sizes.size > 1) break;
    common.push(...sizes);
  }
  return common;
}

function assemble(emitter: Emitter, body: readonly string[], lanes: number): string {
  const main =
    lanes === 1
      ? [
          'override workgroup: u32 = 64;',
          '@compute @workgroup_size(workgroup)',
          'fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {',
          '  let first = id.y * grid.x * workgroup + id.x;',
          '  let stride = grid.x * grid.y * workgroup;',
        ]
      : [
          `@compute @workgroup_size(${lanes})`,
          'fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) lane: u32) {',
          '  let first = id.y * grid.x + id.x;',
          '  let stride = grid.x * grid.y;',
        ];
  const text = [...main, ...indent(body), '}'];
  return [...emitter.frame.header(), ...laneFolds(text.join('\n'), lanes), ...text].join('\n');
}

class LoopWriter {
  private get row(): Index {
    return this.flatFours ? { flat: '(row * 4u)', depth: 1, quad: 'row' } : { flat: 'row', depth: 1 };
  }

  constructor(
    private readonly group: Group,
    private readonly emitter: Emitter,
    private readonly vector: boolean,
  ) {}

  /** Whether the outermost loop itself goes by fours. */
  private get flatFours(): boolean {
    return this.vector && this.group.outputs.every((v) => this.width(v) === 1);
  }

  get items(): number {
    return this.flatFours ? this.group.rows / 4 : this.group.rows;
  }

  write(): readonly string[] {
    const { emitter } = this;
    const rows = emitter.uint(this.items);
    emitter.scopes.nest(
      0,
      () => this.writeRow(),
      (lines) => [`for (var row = first; row < ${rows}; row += stride) {`, ...indent(lines), '}'],
    );
    return emitter.scopes.lines();
  }

  private writeRow(): void {
    const { group } = this;
    const stacks = group.outputs.filter((v) => this.stackOf(v) !== null);
    const perRow = group.outputs.filter((v) => this.stackOf(v) === null && this.width(v) === 1);
    const writes = [
      ...perRow.map((v) => this.storeAt(v, this.row)),
      ...stacks.flatMap((v) => this.storeStack(v)),
    ];
    const wide = group.outputs.filter((v) => this.stackOf(v) === null && this.width(v) > 1);
    for (const width of new Set(wide.map((v) => this.width(v)))) {
      this.writeElements(
        wide.filter((v) => this.width(v) === width),
        width,
      );
    }
    // Per-row results are written last: an in-place update must not precede the reads of its row.
    for (const line of this.onlyFirstLane(writes)) this.emitter.scopes.push(line, 1);
  }

  private onlyFirstLane(writes: readonly string[]): readonly string[] {
    if (this.emitter.env.lanes === 1 || writes.length === 0) return writes;
    return ['if (lane == 0u) {', ...indent(writes), '}'];
  }

  private writeElements(outputs: readonly ValueId[], width: number): void {
    const { emitter } = this;
    const col = emitter.scopes.fresh('c');
    const length = emitter.uint(this.vector ? width / 4 : width);
    emitter.scopes.nest(
      1,
      () => {
        const at = this.vector ? this.fourAt(col, width) : this.elementAt(col, width);
        const writes = outputs.map((v) => this.storeAt(v, at));
        for (const line of writes) emitter.scopes.push(line, 2);
      },
      (lines) => emitter.rowLoop(col, length, lines),
    );
  }

  private elementAt(col: string, width: number): Index {
    const at = this.emitter.rowElement(this.row, col, width);
    return { ...at, flat: this.emitter.named(at.flat, 2) };
  }

  private fourAt(col: string, width: number): Index {
    const { emitter } = this;
    const quad = emitter.named(`row * ${emitter.uint(width / 4)} + ${col}`, 2);
    const within: Index = { flat: `(${col} * 4u)`, depth: 2, quad: col };
    return {
      flat: `(${quad} * 4u)`,
      depth: 2,
      quad,
      row: { flat: 'row', depth: 1 },
      col: within,
      inner: width,
    };
  }

  /** The instruction where an output is a stack of per-row values, written one beside the other. */
  private stackOf(v: ValueId): Instr | null {
    const instr = this.emitter.env.maker(v);
    return instr?.op === 'stack' ? instr : null;
  }

  private width(v: ValueId): number {
    const width = sizeOf(this.emitter.typeOf(v).shape) / this.group.rows;
    invariant(Number.isInteger(width), `%${v} has whole rows`);
    return width;
  }

  private storeStack(v: ValueId): string[] {
    const { inputs } = this.stackOf(v)!;
    const target = outputBuffer(this.emitter, v);
    return inputs.map(
      (part, k) => `${target}[row * ${inputs.length}u + ${k}u] = ${this.emitter.value(part, this.row)};`,
    );
  }

  private storeAt(v: ValueId, index: Index): string {
    const value = this.emitter.value(v, index);
    return `${outputBuffer(this.emitter, v, index.quad !== undefined)}[${index.quad ?? index.flat}] = ${value};`;
  }
}

/** The buffer that an output is written to: its own, or the variable's that it updates in place. */
export function outputBuffer(emitter: Emitter, v: ValueId, vector = false): string {
  return emitter.frame.buffer(
    v,
    emitter.typeOf(v).dtype,
    'read_write',
    emitter.env.inPlace.get(v) ?? v,
    vector,
  );
}
