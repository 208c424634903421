import { required } from '../../core/invariant.ts';

/** Sets of nodes that grow by merging, over an acyclic graph of nodes; merging never makes a cycle of sets. */
export class Clusters {
  private readonly parent: number[];
  private readonly membersOf: number[][];

  /** `after[i]` lists the nodes that need node i's results; every edge goes from a lower to a higher number. */
  constructor(private readonly after: readonly (readonly number[])[]) {
    this.parent = after.map((_, i) => i);
    this.membersOf = after.map((_, i) => [i]);
  }

  find(node: number): number {
    let root = node;
    while (this.parent[root] !== root) root = this.parent[root]!;
    this.parent[node] = root;
    return root;
  }

  members(node: number): readonly number[] {
    return required(this.membersOf[this.find(node)], 'cluster');
  }

  /** Clusters in which a result of this cluster is read. */
  readers(node: number): Set<number> {
    const own = this.find(node);
    const out = new Set<number>();
    for (const m of this.members(node))
      for (const n of this.after[m]!) if (this.find(n) !== own) out.add(this.find(n));
    return out;
  }

  /** Whether the union would be reached from itself through another cluster. */
  wouldCycle(a: number, b: number): boolean {
    const pair = new Set([this.find(a), this.find(b)]);
    const last = Math.max(...[...pair].flatMap((c) => this.members(c)));
    const seen = new Set<number>();
    const stack = [...pair].flatMap((c) => [...this.readers(c)]).filter((c) => !pair.has(c));
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (seen.has(at)) continue;
      seen.add(at);
      for (const next of this.readers(at)) {
        if (pair.has(next)) return true;
        if (Math.min(...this.members(next)) <= last) stack.push(next);
      }
    }
    return false;
  }

  merge(a: number, b: number): number {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return x;
    this.parent[y] = x;
    this.membersOf[x] = [...this.membersOf[x]!, ...this.membersOf[y]!].sort((p, q) => p - q);
    this.membersOf[y] = [];
    return x;
  }

  roots(): number[] {
    return this.parent.map((_, i) => i).filter((i) => this.find(i) === i && this.membersOf[i]!.length > 0);
  }
}
