import { useEffect } from 'react';
import { useApp } from '../hooks/app-context.ts';
import { pressPrimary, reset, step } from '../store/actions/training.ts';
import { showPanel } from '../store/actions/view.ts';
import type { App } from '../store/app.ts';

export const PRESET_SEARCH = 'preset-search';

/** Keys that work anywhere but where text is typed. */
const KEYS: Readonly<Record<string, (app: App) => void>> = {
  ' ': pressPrimary,
  '.': (app) => step(app),
  r: (app) => reset(app),
  '/': searchPresets,
  '?': (app) => app.update('view', { help: true }),
};

function searchPresets(app: App): void {
  if (!document.getElementById(PRESET_SEARCH)) showPanel(app, 'side', 'presets');
  requestAnimationFrame(() => document.getElementById(PRESET_SEARCH)?.focus());
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"] *, [role="menu"] *';
/** Space presses these by itself. */
const PRESSABLE = 'button, a, summary, [role="tab"], [role="application"]';

export function useShortcuts(): void {
  const app = useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = KEYS[key];
      const target = event.target instanceof Element ? event.target : document.body;
      if (!action || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
      if (key === ' ' && target.closest(PRESSABLE)) return;
      event.preventDefault();
      action(app);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [app]);
}
