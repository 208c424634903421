// Puts the page together: address, preferences, engine, archive, React.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Engine } from '../worker/client.ts';
import { AppView } from './app.tsx';
import { readAddress, writeAddress } from './store/address.ts';
import { type App, createApp } from './store/app.ts';
import { keepDrafts, readDrafts } from './store/drafts.ts';
import { takeDroppedFiles } from './store/drop-files.ts';
import { keepAwake } from './store/keep-awake.ts';
import { keepFresh } from './store/keep-fresh.ts';
import { keepOnLeave } from './store/keep-on-leave.ts';
import { isShareHash, type LinkRead, takeLink } from './store/link.ts';
import { readPreferences, writePreferences } from './store/preferences.ts';
import { recordRuns } from './store/recorder.ts';
import { createRunArchive } from './store/run-archive.ts';
import './theme/tokens.css';
import './theme/base.css';

/** Storage may be forbidden: even to ask for it then throws. */
function storage(kind: 'localStorage' | 'sessionStorage' = 'localStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

/** What a link shares stays in the address while its preset is open. */
function hashFor(preset: string, shared: string): string {
  return isShareHash(location.hash) && preset !== shared ? '' : location.hash;
}

/** Starts the page with an engine; `link` is what the address shares, where it shares something. */
export function startPage(engine: Engine, link: LinkRead = null): App {
  const drafts = readDrafts(storage('sessionStorage'));
  const bare = location.search === '';
  const { wanted, tabs, code } = takeLink(readAddress(location.search), bare, link, drafts);
  const view = { ...readPreferences(storage(), navigator.languages), tabs };
  const app = createApp({ engine, wanted, view, archive: createRunArchive() });
  app.update('code', code);
  app.store.subscribe((state, before) => {
    if (state.view !== before.view) writePreferences(storage(), state.view);
    if (state.model.wanted === before.model.wanted && state.view.tabs === before.view.tabs) return;
    const address = writeAddress({ wanted: state.model.wanted, tabs: state.view.tabs });
    history.replaceState(
      null,
      '',
      `${location.pathname}${address}${hashFor(state.model.wanted.preset, wanted.preset)}`,
    );
  });
  keepDrafts(app, storage('sessionStorage'));
  keepFresh(app);
  keepAwake(app);
  keepOnLeave(app);
  recordRuns(app);
  takeDroppedFiles(app);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <AppView app={app} />
    </StrictMode>,
  );
  return app;
}
