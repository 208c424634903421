import type { SymbolicShape } from '../../core/shape.ts';
import type { CompiledSpec } from '../../nn/compile.ts';
import type { AnyModel } from '../../nn/model.ts';
import { type Resolved, resolveCompiled } from '../resolved.ts';

const known = new WeakMap<CompiledSpec, Resolved>();

/**
 * What `compile` chose, resolved by the shapes of the first targets that came after it (`accuracy` becomes the binary,
 * sparse or categorical one), as Keras does. `targets` null: a preview by the shapes of the outputs.
 */
export function resolvedOf(
  model: AnyModel,
  targets: Readonly<Record<string, SymbolicShape>> | null,
): Resolved {
  const spec = model.compiledOr('model');
  const found = known.get(spec);
  if (found !== undefined) return found;
  const resolved = resolveCompiled(model, targets ?? {});
  if (targets !== null) known.set(spec, resolved);
  return resolved;
}
