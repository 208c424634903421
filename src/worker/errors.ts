import { TrainyardError } from '../core/errors.ts';
import type { ErrorInfo } from './protocol.ts';

/** An error as the page shows it. What was not thrown on purpose is `internal`, with its own words. */
export function errorInfo(error: unknown): ErrorInfo {
  if (error instanceof TrainyardError) return factsOf(error);
  const message = error instanceof Error ? error.message || error.name : String(error);
  const where = 'engine';
  return {
    kind: 'internal',
    message: `${where}: ${message}`,
    where,
    must: 'must run without a fault',
    got: message,
    try: 'reloading the page',
    retry: false,
  };
}

function factsOf({ kind, message, facts, retry }: TrainyardError): ErrorInfo {
  const { where, must, got = null, try: remedy = null } = facts;
  return { kind, message, where, must, got, try: remedy, retry };
}

/** Whether an operation was broken off on purpose, which nobody needs to be told. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
