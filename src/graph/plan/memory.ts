/** A stretch of the step during which some bytes are needed: from position `first` to `last`, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface MemoryPlan {
  /** Slot of each lifetime, in the order given. */
  readonly slotOf: readonly number[];
  /** Bytes of each slot. */
  readonly slots: readonly number[];
  /** Sum of the slots. */
  readonly bytes: number;
  /** Bytes alive at the fullest position: no plan can need less. */
  readonly lowerBound: number;
}

/**
 * Assigns whole buffers to lifetimes so that two that overlap never share one. Greedy by size: the largest first, each
 * into the fullest fitting slot. Source: Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference (2020).
 */
export function planMemory(lifetimes: readonly Lifetime[]): MemoryPlan {
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[b]!.bytes - lifetimes[a]!.bytes || a - b);
  const slotOf = new Array<number>(lifetimes.length);
  const slots: { bytes: number; held: Lifetime[] }[] = [];
  for (const i of order) {
    const life = lifetimes[i]!;
    let slot = slots.findIndex((s) => s.held.every((h) => h.last < life.first || life.last < h.first));
    if (slot < 0) slot = slots.push({ bytes: life.bytes, held: [] }) - 1;
    slots[slot]!.held.push(life);
    slotOf[i] = slot;
  }
  const bytes = slots.reduce((n, s) => n + s.bytes, 0);
  return { slotOf, slots: slots.map((s) => s.bytes), bytes, lowerBound: peak(lifetimes) };
}

function peak(lifetimes: readonly Lifetime[]): number {
  const changes = new Map<number, number>();
  for (const { bytes, first, last } of lifetimes) {
    changes.set(first, (changes.get(first) ?? 0) + bytes);
    changes.set(last + 1, (changes.get(last + 1) ?? 0) - bytes);
  }
  let alive = 0;
  let most = 0;
  for (const at of [...changes.keys()].sort((a, b) => a - b)) {
    alive += changes.get(at)!;
    most = Math.max(most, alive);
  }
  return most;
}
