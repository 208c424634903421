// Which variants of a kernel come into question for an instruction, and which one is taken.

import { gpuError } from '../../core/errors.ts';
import { required } from '../../core/invariant.ts';
import { kernelOf } from '../kernels/table.ts';
import type { KernelRequest, Variant } from '../kernels/types.ts';

/** Chooses the variant of a kernel: the name, or null for the best guess. */
export type ChooseVariant = (op: string, request: KernelRequest) => string | null;

/** Variants that are measured at most for one instruction. */
const MOST = 5;
/** FLOPs up to which the last variant of a kernel, which is for any shape, may still be the best. */
const SMALL = 1e7;

/** The variants worth measuring for an instruction, the best guess first. */
export function candidatesOf(op: string, request: KernelRequest): readonly Variant[] {
  const { variants } = required(kernelOf(op), `kernel of ${op}`);
  const guess = variants.find((v) => v.applies(request));
  if (guess === undefined) return [];
  const others = variants.filter(
    (v) => v !== guess && possible(v, request) && !isHopeless(v, variants, request),
  );
  return [guess, ...others].slice(0, MOST);
}

function isHopeless(variant: Variant, variants: readonly Variant[], request: KernelRequest): boolean {
  return variant === variants.at(-1) && flopsOf(variant, request) > SMALL;
}

/** FLOPs of one instruction up to which a slower variant is borne until a faster one is compiled. */
const BEARABLE = 5e8;
/** Results in registers from which on the compiler takes several times as long as for the smallest variant. */
const COSTLY = 128;

/**
 * The variant that is ready the soonest, where the best guess takes long to compile: for the first steps of a run. Null where the
 * guess is as soon, or the work too much for any other.
 */
export function quickestOf(op: string, request: KernelRequest): string | null {
  const { variants } = required(kernelOf(op), `kernel of ${op}`);
  const guess = variants.find((v) => v.applies(request));
  if ((guess?.unrolled ?? 0) < COSTLY || request.device.adapterClass !== 'software') return null;
  if (flopsOf(guess!, request) > BEARABLE) return null;
  const effort = (v: Variant) => (v.unrolled ?? Infinity) + v.dispatches(request).length;
  const others = variants.filter((v) => v !== guess && possible(v, request));
  const quickest = others.reduce((a, b) => (effort(b) < effort(a) ? b : a), guess!);
  return quickest === guess ? null : quickest.name;
}

const flopsOf = (variant: Variant, request: KernelRequest): number =>
  variant.dispatches(request).reduce((n, { flops }) => n + flops, 0);

/** Whether a variant of this name can compute the instruction on its device. */
export function canRun(op: string, request: KernelRequest, name: string): boolean {
  const found = kernelOf(op)?.variants.find((v) => v.name === name);
  return found !== undefined && possible(found, request);
}

const possible = (variant: Variant, request: KernelRequest): boolean =>
  variant.applies(request) || (variant.possible?.(request) ?? false);

/** The variant asked for, or the best guess. Errors where it cannot run here. */
export function variantFor(op: string, request: KernelRequest, wanted: string | null): Variant {
  const { variants } = required(kernelOf(op), `kernel of ${op}`);
  const found =
    wanted === null
      ? variants.find((v) => v.applies(request))
      : variants.find((v) => v.name === wanted && possible(v, request));
  if (found !== undefined) return found;
  throw gpuError({
    where: op,
    must: 'a variant of its kernel must fit these shapes on this device',
    got: wanted ?? 'none',
  });
}
