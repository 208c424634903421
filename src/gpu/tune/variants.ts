import { formatShape } from '../../core/shape.ts';
import type { KernelRequest } from '../kernels/types.ts';
import { type ChooseVariant, canRun, quickestOf } from './candidates.ts';

/** Variants that were chosen by measurement, by `tuningKey`; for what is not in it the best guess holds. */
export type Variants = Readonly<Record<string, string>>;

/** What a measured choice is for: an op, its shapes, its attributes and which of its results are read. */
export function tuningKey(op: string, { inputs, outputs, used, attrs }: KernelRequest): string {
  const types = inputs.map(({ dtype, shape }) => `${dtype}${formatShape(shape)}`);
  const read = outputs.length > 1 ? ` ${used.map(Number).join('')}` : '';
  return `${op} ${types.join(' ')}${read} ${JSON.stringify(attrs)}`;
}

/** Takes the variants chosen, where this device can run them. */
export function chooseFrom(variants: Variants): ChooseVariant {
  return (op, request) => {
    const name = variants[tuningKey(op, request)];
    return name !== undefined && canRun(op, request, name) ? name : null;
  };
}

/** Chooses as another does, but `quick`: first what is soon compiled; notes what it chose. */
export function chooseNoting(
  choose: ChooseVariant,
  quick: boolean,
  chosen: Map<string, string>,
): ChooseVariant {
  return (op, request) => {
    const name = (quick ? quickestOf(op, request) : null) ?? choose(op, request);
    if (name !== null) chosen.set(tuningKey(op, request), name);
    return name;
  };
}

/** Whether both say the same. */
export function sameVariants(a: Variants, b: Variants): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
