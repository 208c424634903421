// A page that is hidden may never be seen again: what is trained is stored then, without waiting for the next snapshot.

import type { App } from './app.ts';

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** Follows the page; returns how to stop. */
export function keepOnLeave(
  app: Pick<App, 'engine'>,
  page: Target & Pick<Document, 'hidden'> = document,
  frame: Target = window,
): () => void {
  const keep = () => app.engine.send({ type: 'keep' });
  const follow = () => {
    if (page.hidden) keep();
  };
  page.addEventListener('visibilitychange', follow);
  frame.addEventListener('pagehide', keep);
  return () => {
    page.removeEventListener('visibilitychange', follow);
    frame.removeEventListener('pagehide', keep);
  };
}
