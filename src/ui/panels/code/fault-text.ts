import type { CodeFault } from '../../../sandbox/protocol.ts';
import type { TextKey, Translate } from '../../i18n/text.ts';

const LIMITS: Readonly<Partial<Record<CodeFault['kind'], TextKey>>> = {
  time: 'code.fault.time',
  memory: 'code.fault.memory',
  depth: 'code.fault.depth',
  size: 'code.fault.size',
  broken: 'code.fault.broken',
};

/** What is wrong with the code, in the language of the page where it is a limit. */
export function faultText(t: Translate, { kind, message }: CodeFault): string {
  const key = LIMITS[kind];
  return key === undefined ? message : t(key, { message });
}
