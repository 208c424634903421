import type { OpDef } from '../ir/op-def.ts';

/** The same numbers in a buffer of their own; the planner inserts it where a value must lie at a given place. */
export const copyDef: OpDef = {
  name: 'copy',
  form: 'loop',
  infer: ([x]) => [x!],
  reference: ([x]) => [x!],
  vjp: ({ cotangents: [g] }) => [g!],
  emit: (c) => c.arg(0),
};
