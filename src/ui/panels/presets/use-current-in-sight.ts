import { type RefObject, useEffect } from 'react';

/**
 * Scrolls the box around a panel, and nothing else, so far that the line marked as current is in it: with the first lines that are
 * there, and whenever another line is current. `scrollIntoView` would move the page as well.
 */
export function useCurrentInSight(
  panel: RefObject<HTMLElement | null>,
  current: string,
  lines: number,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is marked and where follows from these
  useEffect(() => {
    // In the next frame: the panels get their widths after they are there.
    const frame = requestAnimationFrame(() => showCurrent(panel.current));
    return () => cancelAnimationFrame(frame);
  }, [panel, current, lines > 0]);
}

function showCurrent(panel: HTMLElement | null): void {
  const box = panel?.parentElement;
  const line = panel?.querySelector('[aria-current="true"]');
  if (box && line)
    box.scrollTop += distanceToSight(line.getBoundingClientRect(), box.getBoundingClientRect());
}

type Sides = Pick<DOMRect, 'top' | 'bottom'>;

/** By how much a box must scroll so that a line is in sight; with a bit of what is around it. 0: it is. */
export function distanceToSight(line: Sides, box: Sides): number {
  if (line.top < box.top) return line.top - box.top - AROUND;
  return Math.max(0, Math.min(line.bottom - box.bottom + AROUND, line.top - box.top));
}

const AROUND = 24;
