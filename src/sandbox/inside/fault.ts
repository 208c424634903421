// Runs inside the sandbox, where nothing of the engine is: its own errors, in the form of the others.

/** `<where>: <what must hold>, got <actual>. Try: <remedy>.` */
export function fault(where: string, must: string, got?: unknown, remedy?: string): Error {
  const found = got === undefined ? '' : `, got ${shown(got)}`;
  const error = new Error(`${where}: ${must}${found}.${remedy === undefined ? '' : ` Try: ${remedy}.`}`);
  error.name = 'TrainyardError';
  return error;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value).slice(0, 60);
}

/** The line of the person's code that is running now; null where it cannot be told. */
export function line(): number | null {
  const found = /(?<![\w/])model\.ts:(\d+)/.exec(String(new Error().stack));
  return found === null ? null : Number(found[1]);
}
