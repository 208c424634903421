import { invariant, required } from '../../core/invariant.ts';
import type { Assign, ValueId } from '../ir/graph.ts';
import type { Group } from './fuse.ts';
import type { Placed } from './place.ts';
import { isPointwise } from './reads.ts';

/** Groups in the order they run, and how variables take their new values. */
export interface Schedule {
  readonly groups: readonly Group[];
  /** New values that are written over their variable directly: value → variable. */
  readonly inPlace: ReadonlyMap<ValueId, ValueId>;
  /** New values that are copied into their variable when all groups have run. */
  readonly copies: readonly Assign[];
}

/**
 * Orders the groups by their data. A new value of a variable is written over it in place where its group reads the
 * variable only at the position it writes, and where every other reader can run before; what a kernel changes in place lies there already.
 */
export function schedule(placed: Placed, groups: readonly Group[]): Schedule {
  const edges = dataEdges(groups);
  const inPlace = new Map<ValueId, ValueId>();
  const copies: Assign[] = [];
  for (const assign of placed.graph.assigns) {
    const writer = groups.findIndex((g) => g.outputs.includes(assign.value));
    const readers = groups
      .map((_, i) => i)
      .filter((i) => i !== writer && groups[i]!.reads.includes(assign.variable));
    if (placed.places[assign.value]!.root === assign.variable) {
      for (const r of readers) edges[r]!.add(writer);
      continue;
    }
    const taken = [...inPlace.keys()].includes(assign.value);
    if (
      writer < 0 ||
      taken ||
      !canOverwrite(placed, groups[writer]!, assign) ||
      readers.some((r) => reaches(edges, writer, r))
    ) {
      copies.push(assign);
      continue;
    }
    inPlace.set(assign.value, assign.variable);
    for (const r of readers) edges[r]!.add(writer);
  }
  return { groups: topological(groups, edges), inPlace, copies };
}

/** edges[i] holds the groups that must run after group i. */
function dataEdges(groups: readonly Group[]): Set<number>[] {
  const writerOf = new Map<ValueId, number>();
  groups.forEach((g, i) => {
    for (const m of g.members) for (const v of m.outputs) writerOf.set(v, i);
  });
  const edges = groups.map(() => new Set<number>());
  groups.forEach((g, i) => {
    for (const v of g.reads) {
      const writer = writerOf.get(v);
      if (writer !== undefined && writer !== i) edges[writer]!.add(i);
    }
  });
  return edges;
}

function canOverwrite({ places }: Placed, group: Group, { variable, value }: Assign): boolean {
  const own = places[value]!.root === value;
  const root = group.root;
  if (!own || root?.inputs.some((v) => places[v]!.root === variable)) return false;
  if (group.kind === 'kernel' && root?.outputs.slice(1).includes(value)) return false;
  // Where the group reads the variable, every step from it must be elementwise.
  const touched = new Set<ValueId>([variable]);
  return group.members.every((m) => {
    if (!m.inputs.some((v) => touched.has(v) || places[v]!.root === variable)) return true;
    for (const v of m.outputs) touched.add(v);
    return isPointwise(m.op);
  });
}

function reaches(edges: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const stack = [from];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(...edges[at]!);
  }
  return false;
}

/** Kahn's algorithm; among the groups that are ready, the one whose first instruction came first. */
function topological(groups: readonly Group[], edges: readonly ReadonlySet<number>[]): Group[] {
  const waits = groups.map(() => 0);
  for (const next of edges) for (const i of next) waits[i]!++;
  const ready = groups.map((_, i) => i).filter((i) => waits[i] === 0);
  const out: Group[] = [];
  while (ready.length > 0) {
    ready.sort((a, b) => b - a);
    const at = required(ready.pop(), 'ready group');
    out.push(groups[at]!);
    for (const next of edges[at]!) if (--waits[next]! === 0) ready.push(next);
  }
  invariant(out.length === groups.length, 'groups have no cycle');
  return out;
}
