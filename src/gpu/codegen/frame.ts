import type { DType } from '../../core/dtype.ts';
import { wgslType } from '../../core/dtype.ts';
import { required } from '../../core/invariant.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { STEP_SCALARS_BINDING, STORAGE_BINDING, TAIL_INTS_BINDING } from '../shaders.ts';

/** A storage buffer of a generated kernel: a value, or a scratch buffer by number. */
export interface FrameBuffer {
  readonly value: ValueId | null;
  readonly scratch: number | null;
  readonly name: string;
  readonly dtype: DType;
  /** Elements of the declared array are fours. */
  readonly vector: boolean;
  access: 'read' | 'read_write';
}

/** Words of per-step scalars that the uniform buffer holds. */
export const MAX_SCALARS = 256;

/**
 * Declarations of generated code: its storage buffers, integers and per-step scalars. Integers are uniforms, so that
 * kernels of one structure share a pipeline whatever their sizes.
 */
export class Frame {
  readonly buffers: FrameBuffer[] = [];
  readonly ints: number[] = [];
  usesScalars = false;
  private readonly imports = new Set<string>();

  /** `firstBinding` counts the storage buffers of the kernel that this code is the tail of. */
  constructor(private readonly firstBinding: number) {}

  /** Name of the buffer that holds `value`; `alias` (in-place update) lets two values share a buffer. */
  buffer(
    value: ValueId,
    dtype: DType,
    access: 'read' | 'read_write',
    alias: ValueId = value,
    vector = false,
  ): string {
    const known = this.buffers.find((b) => b.value === alias && b.vector === vector);
    if (known !== undefined) {
      if (access === 'read_write') known.access = access;
      return known.name;
    }
    return this.add({ value: alias, scratch: null, dtype, access, vector });
  }

  scratch(index: number, access: 'read' | 'read_write'): string {
    const known = this.buffers.find((b) => b.scratch === index);
    return known?.name ?? this.add({ value: null, scratch: index, dtype: 'float32', access, vector: false });
  }

  private add(buffer: Omit<FrameBuffer, 'name'>): string {
    const name = `b${this.buffers.length}`;
    this.buffers.push({ ...buffer, name });
    return name;
  }

  /** Whether a buffer that is written is also bound in another form, which WebGPU forbids. */
  get clashes(): boolean {
    return this.buffers.some(
      (b) =>
        b.access === 'read_write' &&
        this.buffers.some((o) => o !== b && o.value === b.value && o.value !== null),
    );
  }

  /** Expression of an integer held in the uniform. */
  int(value: number): string {
    const known = this.ints.indexOf(value);
    const at = known >= 0 ? known : this.ints.push(value) - 1;
    return `ints[${at >> 2}][${at & 3}]`;
  }

  scalar(word: number, dtype: DType): string {
    this.usesScalars = true;
    const text = `scalars[${word >> 2}][${word & 3}]`;
    return dtype === 'float32' ? text : `bitcast<u32>(${text})`;
  }

  /** Notes the functions of shaders/lib/math.wgsl that an expression calls. */
  noteCalls(expression: string): void {
    for (const [, name] of expression.matchAll(/\b(hash32|erf_|logistic_|softplus_|log1p_|is_finite_)\(/g))
      this.imports.add(required(name, 'name'));
  }

  header(): string[] {
    const lines: string[] = [...this.imports].sort().map((name) => `import package::lib::math::${name};`);
    if (this.ints.length > 0) {
      lines.push(
        `@group(0) @binding(${TAIL_INTS_BINDING}) var<uniform> ints: array<vec4u, ${Math.ceil(this.ints.length / 4)}>;`,
      );
    }
    if (this.usesScalars) {
      lines.push(
        `@group(0) @binding(${STEP_SCALARS_BINDING}) var<uniform> scalars: array<vec4f, ${MAX_SCALARS / 4}>;`,
      );
    }
    this.buffers.forEach(({ name, dtype, access, vector }, i) => {
      const binding = STORAGE_BINDING + this.firstBinding + i;
      lines.push(
        `@group(0) @binding(${binding}) var<storage, ${access}> ${name}: array<${vector && dtype !== 'uint8' ? `vec4${wgslType(dtype)[0]}` : wgslType(dtype)}>;`,
      );
    });
    return lines;
  }
}
