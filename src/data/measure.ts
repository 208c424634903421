/** Share of the most frequent value: the accuracy of always giving that answer. 0 for no values. */
export function mostFrequentShare(values: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
  return values.length === 0 ? 0 : Math.max(...counts.values()) / values.length;
}

/** `mostFrequentShare` of the values of each group 0 … groups − 1. */
export function shareByGroup(
  values: ArrayLike<number>,
  groupOf: ArrayLike<number>,
  groups: number,
): readonly number[] {
  const members = Array.from({ length: groups }, (): number[] => []);
  for (let i = 0; i < values.length; i++) members[groupOf[i]!]!.push(values[i]!);
  return members.map(mostFrequentShare);
}
