let scope: readonly string[] = [];

/**
 * Runs `body` with weights made in it named below `name`, as Keras's name scopes do. A layer that enters its own scope again
 * (a sequential model built by a wrapper) stays in it.
 */
export function inNameScope<T>(name: string, body: () => T): T {
  if (scope[scope.length - 1] === name) return body();
  const before = scope;
  scope = [...before, name];
  try {
    return body();
  } finally {
    scope = before;
  }
}

/** The names of the scopes that are open, outermost first, then the given ones, joined by '/'. */
export function scopedPath(...names: readonly string[]): string {
  return [...scope, ...names].join('/');
}
