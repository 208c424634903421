// What the page and the sandbox's worker say to each other.

/** Why code gave no model. `code`: the message says it; the others are limits. */
export type FaultKind = 'code' | 'time' | 'memory' | 'depth' | 'size' | 'broken';

export interface CodeFault {
  readonly kind: FaultKind;
  readonly message: string;
  /** From 1; null where it cannot be told. */
  readonly line: number | null;
  readonly column: number | null;
}

export type Outcome =
  /** A checked description of a model, and the line in which each layer is called. */
  | { readonly ok: true; readonly description: unknown; readonly lines: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly fault: CodeFault };

/** Page → worker, once. */
export interface SandboxRequest {
  readonly code: string;
}

/** Worker → page: first that it is ready to run, then what came of it. */
export type SandboxReply =
  | { readonly type: 'ready' }
  | { readonly type: 'outcome'; readonly outcome: Outcome };

/** Characters of code that are run, and that a link may carry. */
export const MOST_CODE = 100_000;
