// What the editor offers while one writes: the names of our API.

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import {
  EXPORTS,
  INITIALIZERS,
  LAYERS,
  LOSSES,
  METRICS,
  OPTIMIZERS,
  REGULARIZERS,
} from '../../../sandbox/inside/api-names.ts';

const functions = (names: readonly string[]): readonly Completion[] =>
  names.map((label) => ({ label, type: 'function' }));

const MEMBERS: Readonly<Record<string, readonly Completion[]>> = {
  layers: Object.entries(LAYERS).map(([label, detail]) => ({ label, detail, type: 'function' })),
  optimizers: functions(OPTIMIZERS),
  losses: functions(LOSSES),
  metrics: functions(METRICS),
  initializers: functions(INITIALIZERS),
  regularizers: functions(REGULARIZERS),
};
const GLOBALS: readonly Completion[] = EXPORTS.map((label) => ({
  label,
  type: label in MEMBERS ? 'namespace' : 'function',
}));

/** Members behind `layers.` and the like; elsewhere what the package exports. */
export function completeApi(context: CompletionContext): CompletionResult | null {
  const member = context.matchBefore(/\b[a-z]+\.\w*/);
  if (member) {
    const [table = '', typed = ''] = member.text.split('.');
    const options = Object.hasOwn(MEMBERS, table) ? MEMBERS[table] : undefined;
    return options ? { from: member.to - typed.length, options, validFor: /^\w*$/ } : null;
  }
  const word = context.matchBefore(/\w+/);
  if (!word && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: GLOBALS, validFor: /^\w*$/ };
}
