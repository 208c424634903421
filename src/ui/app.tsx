import { lazy, Suspense } from 'react';
import { HintProvider } from './components/hint.tsx';
import { AppContext, useAppState } from './hooks/app-context.ts';
import { useMedia } from './hooks/use-media.ts';
import { DropZone } from './own-data/drop-zone.tsx';
import { Announcer } from './shell/announcer.tsx';
import { HelpDialog } from './shell/help-dialog.tsx';
import { Narrow } from './shell/narrow.tsx';
import { NoWebGpu } from './shell/no-webgpu.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { Workbench } from './shell/workbench.tsx';
import type { App } from './store/app.ts';
import { useDocument } from './theme/use-theme.ts';

const SourcesDialog = lazy(() => import('./sources/sources-dialog.tsx'));
const OwnDataDialog = lazy(() => import('./own-data/own-data-dialog.tsx'));

/** The page of an app. */
export function AppView({ app }: { readonly app: App }) {
  return (
    <AppContext value={app}>
      <HintProvider>
        <Page />
      </HintProvider>
    </AppContext>
  );
}

function Page() {
  useDocument();
  useShortcuts();
  const noWebGpu = useAppState((state) => state.engine.noWebGpu);
  const own = useAppState((state) => state.own.open);
  const sources = useAppState((state) => state.view.sources);
  const wide = useMedia('(min-width: 1200px)');
  const narrow = useMedia('(max-width: 719px)');
  return (
    <>
      {noWebGpu !== null ? <NoWebGpu reason={noWebGpu} /> : narrow ? <Narrow /> : <Workbench wide={wide} />}
      <HelpDialog />
      {sources ? (
        <Suspense fallback={null}>
          <SourcesDialog />
        </Suspense>
      ) : null}
      {own ? (
        <Suspense fallback={null}>
          <OwnDataDialog />
        </Suspense>
      ) : null}
      {noWebGpu === null ? <DropZone /> : null}
      <Announcer />
    </>
  );
}
