// Files dropped anywhere on the page: runs are opened, and no file takes the page's place.

import { openRunFile } from './actions/checkpoints.ts';
import type { App } from './app.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes what no other part of the page took. Answers how to stop. */
export function takeDroppedFiles(app: App, page: EventTarget = window): () => void {
  const over = (event: Event) => {
    if (hasFiles(event as DragEvent)) event.preventDefault();
  };
  const drop = (event: Event) => {
    const taken = event.defaultPrevented;
    if (!hasFiles(event as DragEvent)) return;
    event.preventDefault();
    const file = (event as DragEvent).dataTransfer?.files[0];
    if (!taken && file !== undefined) void openRunFile(app, file);
  };
  page.addEventListener('dragover', over);
  page.addEventListener('drop', drop);
  return () => {
    page.removeEventListener('dragover', over);
    page.removeEventListener('drop', drop);
  };
}
