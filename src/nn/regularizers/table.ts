import { configError } from '../../core/errors.ts';
import { l1 } from './l1.ts';
import { l1l2 } from './l1-l2.ts';
import { l2 } from './l2.ts';
import type { Regularizer } from './regularizer.ts';

/** All regularizers. A new one is one file and one line here. */
export const regularizers = { l1, l2, l1l2 };

/** A name (`l1`, `l2`, `l1l2`), a regularizer, or its serialised form. */
export type RegularizerSpec =
  | string
  | Regularizer
  | { readonly className: string; readonly config?: Readonly<Record<string, unknown>> };

/** The regularizer that a spec means, null for none. Errors with the known names where there is none. */
export function getRegularizer(spec: RegularizerSpec | null | undefined): Regularizer | null {
  if (spec === null || spec === undefined) return null;
  if (typeof spec !== 'string' && 'build' in spec) return spec;
  const name = typeof spec === 'string' ? spec : spec.className;
  const make = regularizers[name.toLowerCase().replace('_', '') as keyof typeof regularizers] as
    | ((config: object) => Regularizer)
    | undefined;
  if (make === undefined) {
    throw configError({ where: 'regularizer', must: 'must be l1, l2 or l1l2', got: name });
  }
  return make(typeof spec === 'string' ? {} : (spec.config ?? {}));
}

/** The serialised form of a regularizer, null for none. */
export function serializeRegularizer(
  regularizer: Regularizer | null,
): { className: string; config: Readonly<Record<string, unknown>> } | null {
  return regularizer === null ? null : { className: regularizer.className, config: regularizer.config };
}
