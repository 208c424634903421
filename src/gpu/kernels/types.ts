import type { TensorType } from '../../graph/ir/graph.ts';
import type { DeviceFacts } from '../device-facts.ts';

/** A 4-byte field of a shader's `Params` uniform, in the order of the struct. */
export interface Param {
  readonly name: string;
  readonly type: 'u32' | 'i32' | 'f32';
  readonly value: number;
}

/**
 * A storage buffer that a shader declares, in the order of its bindings (`@binding(3)`, `@binding(4)`, ...).
 * `scratch` counts in `Variant.scratch`.
 */
export interface Binding {
  readonly from: 'input' | 'output' | 'scratch';
  readonly index: number;
  readonly access: 'read' | 'read_write';
}

/**
 * One dispatch as data. Shaders are files under `shaders/` with this frame:
 *
 *   @group(0) @binding(0) var<uniform> params: Params;        // `params`
 *   (bindings 1 and 2 belong to the fused tail: its integers and the per-step scalars)
 *   @group(0) @binding(3) var<storage, read> a: array<f32>;   // `bind`, in order
 *   fn main(...)                                               // the only entry point
 *
 * Equal `shader`, `conditions` and `constants` share one pipeline; sizes are `params`, never constants.
 */
export interface Dispatch {
  /** File under shaders/ without its ending, for example `matmul/register-tile`. */
  readonly shader: string;
  /** Values of every `@if` condition that the file mentions. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** Values of `override` constants: tile sizes, workgroup sizes. */
  readonly constants: Readonly<Record<string, number>>;
  readonly params: readonly Param[];
  readonly bind: readonly Binding[];
  readonly workgroups: readonly [number, number, number];
  /** Multiply-add counts as two. */
  readonly flops: number;
  /** Bytes read and written at least once. */
  readonly bytes: number;
  /**
   * True where the shader hands its results to `tail::store(row, col, value)` (`import tail::store;`) instead of
   * binding output 0: output 0 seen as [rows, cols], cols = its last axis. The tail is generated: it applies the fused
   * elementwise ops (bias, activation, activation gradient) and writes every output of the group.
   */
  readonly tail: boolean;
  /** True where the shader also calls `tail::store_four(row, col, values)` for four columns at a multiple of four. */
  readonly tailFour?: boolean;
}

/** What a variant is asked for: one instruction with concrete shapes on a device. */
export interface KernelRequest<A extends object = object> {
  readonly attrs: A;
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  /** Which outputs anybody reads; the others need not be written. */
  readonly used: readonly boolean[];
  readonly device: DeviceFacts;
}

/** One way to compute an op. Pure: shapes and device facts in, dispatches out. */
export interface Variant<A extends object = object> {
  readonly name: string;
  /** Results that a thread holds in registers: with them grows the time that the code takes to compile. */
  readonly unrolled?: number;
  /** Which shapes it can compute at all, on whatever device. Default: every shape. */
  takes?(request: KernelRequest<A>): boolean;
  /** Whether it can run here and is worth it, as far as one can guess. */
  applies(request: KernelRequest<A>): boolean;
  /** Whether it can run here, though it would not be guessed to be good: then it may be measured. Default: as `applies`. */
  possible?(request: KernelRequest<A>): boolean;
  /** Bytes of each scratch buffer; alive only during the dispatches of this instruction. */
  scratch?(request: KernelRequest<A>): readonly number[];
  dispatches(request: KernelRequest<A>): readonly Dispatch[];
}

/** The variants of one op, best first; the first that applies is used unless a measured choice says otherwise. */
export interface Kernel<A extends object = object> {
  readonly op: string;
  /** Whether every variant ends in `tail::store`, so that elementwise ops on output 0 can be fused behind it. */
  readonly tail: boolean;
  readonly variants: readonly Variant<A>[];
}

export const read = (from: Binding['from'], index: number): Binding => ({ from, index, access: 'read' });
export const write = (from: Binding['from'], index: number): Binding => ({
  from,
  index,
  access: 'read_write',
});
export const u32 = (name: string, value: number): Param => ({ name, type: 'u32', value });
