// Sizes of panels, kept between visits. Where storage is refused they are kept until the page is closed.

import type { Layout } from 'react-resizable-panels';

const KEY = 'trainyard.layout.';

export function readLayout(group: string): Layout | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEY + group) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeLayout(group: string, layout: Layout): void {
  try {
    localStorage.setItem(KEY + group, JSON.stringify(layout));
  } catch {
    // Full or forbidden: the sizes hold until the page is closed.
  }
}
