import type { SymbolicShape } from '../core/shape.ts';
import type { Column } from '../data/types.ts';

/** Shape of a batch of a column's values, the batch unknown. */
export function columnShape({ shape, encoding, depth }: Column): SymbolicShape {
  return encoding === 'one-hot' ? [null, ...shape, depth!] : [null, ...shape];
}

export function columnShapes(columns: Readonly<Record<string, Column>>): Record<string, SymbolicShape> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, columnShape(column)]));
}
