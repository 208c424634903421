import { Tabs } from 'radix-ui';
import { type ReactNode, Suspense } from 'react';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import type { PanelSpec } from '../panels/types.ts';
import { chooseTab } from '../store/actions/view.ts';
import styles from './tab-area.module.css';

interface TabAreaProps {
  /** Key under which the chosen tab is kept, in the state and in the address. */
  readonly area: string;
  readonly panels: readonly PanelSpec[];
  /** Beside the tabs. */
  readonly aside?: ReactNode;
}

/** An area of the page whose panels are tabs. */
export function TabArea({ area, panels, aside }: TabAreaProps) {
  const app = useApp();
  const t = useText();
  const wanted = useAppState((state) => state.view.tabs[area]);
  const chosen = panels.find((panel) => panel.id === wanted) ?? panels[0]!;
  return (
    <Tabs.Root className={styles.area} value={chosen.id} onValueChange={(tab) => chooseTab(app, area, tab)}>
      <div className={styles.head} hidden={panels.length === 1 && !aside}>
        <Tabs.List className={styles.list} aria-label={t(`area.${chosen.area}`)}>
          {panels.map((panel) => (
            <Tabs.Trigger key={panel.id} value={panel.id} className={styles.tab}>
              {t(panel.title)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {aside}
      </div>
      {panels.map((panel) => (
        <Tabs.Content key={panel.id} value={panel.id} className={styles.body} tabIndex={-1}>
          <Suspense fallback={<p className={styles.loading}>{t('loading')}</p>}>
            <panel.Component />
          </Suspense>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
