import type { App } from '../app.ts';

export function chooseTab(app: App, area: string, tab: string): void {
  const { tabs } = app.state().view;
  app.update('view', { tabs: { ...tabs, [area]: tab } });
}

/** Shows or hides a curve in every chart. */
export function toggleSeries(app: App, key: string): void {
  const { hidden } = app.state().view;
  app.update('view', {
    hidden: hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key],
  });
}
