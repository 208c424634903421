import type { App } from '../app.ts';

export function chooseTab(app: App, area: string, tab: string): void {
  const { tabs } = app.state().view;
  app.update('view', { tabs: { ...tabs, [area]: tab } });
}

/** Shows curves in every chart where one of them was hidden, else hides them. */
export function toggleSeries(app: App, keys: readonly string[]): void {
  const { hidden } = app.state().view;
  const rest = hidden.filter((one) => !keys.includes(one));
  app.update('view', { hidden: rest.length < hidden.length ? rest : [...hidden, ...keys] });
}

/** Shows these steps in every chart; null: the whole run. */
export function setRange(app: App, range: readonly [number, number] | null): void {
  app.update('view', { range });
}

/** Turns charts into their tables and back. */
export function toggleTable(app: App): void {
  app.update('view', { table: !app.state().view.table });
}

/** Brings a panel to the front, wherever it lies in the layout of the moment. */
export function showPanel(app: App, area: string, panel: string): void {
  const { tabs } = app.state().view;
  app.update('view', { tabs: { ...tabs, [area]: panel, narrow: panel } });
}
