import { Tabs } from 'radix-ui';
import { Suspense } from 'react';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import { PANELS } from '../panels/table.ts';
import { chooseTab } from '../store/actions/view.ts';
import { NarrowHeader } from './header.tsx';
import styles from './narrow.module.css';
import { Notices } from './notices.tsx';
import { Numbers } from './numbers.tsx';
import { Progress } from './progress.tsx';
import { StatusBar } from './status-bar.tsx';
import { TrainButtons } from './train-buttons.tsx';

/** In the order of use, not of the wide page; the first tab shows losses and samples together. */
const ORDER = [
  'losses',
  'graph',
  'settings',
  'presets',
  'metrics',
  'evaluation',
  'inspector',
  'runs',
  'saves',
  'plan',
  'code',
];

/** The page of a phone: one column, tabs above, the train bar below under the thumb. */
export function Narrow() {
  const app = useApp();
  const t = useText();
  const wanted = useAppState((state) => state.view.tabs.narrow);
  const chosen = ORDER.find((id) => id === wanted) ?? 'losses';
  const panels = ORDER.map((id) => PANELS.find((panel) => panel.id === id)!);
  const Samples = PANELS.find((panel) => panel.id === 'samples')!.Component;
  return (
    <div className={styles.page}>
      <NarrowHeader />
      <Notices />
      <Tabs.Root asChild value={chosen} onValueChange={(tab) => chooseTab(app, 'narrow', tab)}>
        <main className={styles.main}>
          <Tabs.List className={styles.tabs} aria-label={t('area.narrow')}>
            {panels.map((panel) => (
              <Tabs.Trigger key={panel.id} value={panel.id} className={styles.tab}>
                {t(panel.id === 'losses' ? 'do.train' : panel.title)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {panels.map((panel) => (
            <Tabs.Content key={panel.id} value={panel.id} className={styles.body} tabIndex={-1}>
              <Suspense fallback={<p className={styles.loading}>{t('loading')}</p>}>
                {panel.id === 'losses' ? <Numbers /> : null}
                <panel.Component />
                {panel.id === 'losses' ? <Samples /> : null}
              </Suspense>
            </Tabs.Content>
          ))}
        </main>
      </Tabs.Root>
      <section className={styles.train} aria-label={t('area.train')}>
        <Progress />
        <TrainButtons />
      </section>
      <StatusBar />
    </div>
  );
}
