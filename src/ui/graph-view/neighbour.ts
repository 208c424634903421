import type { PlacedNode } from './arrange.ts';

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How much a way aside counts against a way ahead. */
const ASIDE = 2;

/** The nearest node in the direction of an arrow key, or null. */
export function neighbourOf(nodes: readonly PlacedNode[], from: string, key: string): string | null {
  const direction = DIRECTIONS[key];
  const start = nodes.find((placed) => placed.node.id === from);
  if (!direction || !start) return null;
  const [x, y] = centreOf(start);
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const placed of nodes) {
    const [dx, dy] = [centreOf(placed)[0] - x, centreOf(placed)[1] - y];
    const ahead = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (ahead <= 1 || placed.open || ahead + aside * ASIDE >= least) continue;
    least = ahead + aside * ASIDE;
    best = placed.node.id;
  }
  return best;
}

const centreOf = ({ x, y, width, height }: PlacedNode): [number, number] => [x + width / 2, y + height / 2];
