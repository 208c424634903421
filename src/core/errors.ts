/** Kinds of errors; the page chooses its wording and remedy by them. */
export type ErrorKind = 'shape' | 'dtype' | 'graph' | 'config' | 'data' | 'gpu' | 'interop' | 'internal';

/** What an error says: where it arose, what must hold, what was found, and what helps. */
export interface ErrorFacts {
  /** The layer, function or file in the user's words, for example `dense_1` or `model.fit`. */
  readonly where: string;
  /** The rule, for example `the last axis of the input must be known`. */
  readonly must: string;
  readonly got?: string;
  readonly try?: string;
  /** The whole message, where its wording is given from outside. */
  readonly sentence?: string;
}

/** Base of every error this project throws on purpose: `<where>: <what must hold>, got <actual>. Try: <remedy>.` */
export class TrainyardError extends Error {
  readonly kind: ErrorKind;
  readonly facts: ErrorFacts;
  /** True where the same call may succeed when repeated (a download that broke off). */
  readonly retry: boolean;

  constructor(kind: ErrorKind, facts: ErrorFacts, options: { retry?: boolean; cause?: unknown } = {}) {
    super(sentence(facts), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = `${kind[0]!.toUpperCase()}${kind.slice(1)}Error`;
    this.kind = kind;
    this.facts = facts;
    this.retry = options.retry ?? false;
  }
}

function sentence({ where, must, got, try: remedy, sentence: whole }: ErrorFacts): string {
  if (whole !== undefined) return whole;
  const found = got === undefined ? '' : `, got ${got}`;
  return `${where}: ${must}${found}.${remedy === undefined ? '' : ` Try: ${remedy}.`}`;
}

export const shapeError = (facts: ErrorFacts): TrainyardError => new TrainyardError('shape', facts);
export const dtypeError = (facts: ErrorFacts): TrainyardError => new TrainyardError('dtype', facts);
export const graphError = (facts: ErrorFacts): TrainyardError => new TrainyardError('graph', facts);
export const configError = (facts: ErrorFacts): TrainyardError => new TrainyardError('config', facts);
export const dataError = (
  facts: ErrorFacts,
  options?: { retry?: boolean; cause?: unknown },
): TrainyardError => new TrainyardError('data', facts, options);
export const gpuError = (facts: ErrorFacts, options?: { retry?: boolean; cause?: unknown }): TrainyardError =>
  new TrainyardError('gpu', facts, options);
export const interopError = (facts: ErrorFacts): TrainyardError => new TrainyardError('interop', facts);

/** Adds the name of a layer or node in front of an error that a deeper part raised; other errors pass unchanged. */
export function withWhere<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TrainyardError) || error.facts.where.startsWith(where)) throw error;
    const facts = { ...error.facts, where: `${where}: ${error.facts.where}` };
    throw new TrainyardError(error.kind, facts, { retry: error.retry, cause: error });
  }
}
