// Keeps the screen, and with it the GPU, awake while a model trains, where the browser can and the page is seen.

import type { App } from './app.ts';

/** The part of the Screen Wake Lock API that is used. */
export interface WakeLocks {
  request(type: 'screen'): Promise<{ release(): Promise<void> }>;
}

/** Follows the state of training; returns how to stop. Browsers release a lock when the page is hidden: it is asked for again then. */
export function keepAwake(
  app: Pick<App, 'state' | 'store'>,
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'> = document,
  locks: WakeLocks | undefined = navigator.wakeLock,
): () => void {
  let lock: Promise<{ release(): Promise<void> } | null> | null = null;
  const letGo = () => {
    void lock?.then((held) => held?.release().catch(() => {}));
    lock = null;
  };
  const follow = () => {
    const wanted = app.state().engine.status === 'running' && !page.hidden;
    if (!wanted) letGo();
    // A refusal (low battery) is no fault of the person's: training goes on without.
    else lock ??= locks?.request('screen').catch(() => null) ?? null;
  };
  const stop = app.store.subscribe(follow);
  page.addEventListener('visibilitychange', follow);
  return () => {
    stop();
    page.removeEventListener('visibilitychange', follow);
    letGo();
  };
}
