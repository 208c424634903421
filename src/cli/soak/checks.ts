/** What a part of the soak must show, by name; a result holds the names of what did not hold. */
export function failedOf(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]));
}

/** Whether a part of the soak showed all that it must. */
export function hasPassed(result: object): boolean {
  const { passed = true, failed = [] } = result as { passed?: boolean; failed?: readonly string[] };
  return passed && failed.length === 0;
}
