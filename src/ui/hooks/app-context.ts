// The app inside React: one context, and selectors.

import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type Translate, translator } from '../i18n/text.ts';
import type { App } from '../store/app.ts';
import type { AppState } from '../store/state.ts';

export const AppContext = createContext<App | null>(null);

/** The app: for actions. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp: a component must be inside AppContext');
  return app;
}

/** A part of the state; renders again when it changes. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, select);
}

/** Like `useAppState` for a selector that makes a new object or list: compared field by field. */
export function useAppShallow<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, useShallow(select));
}

/** Text in the chosen language. */
export function useText(): Translate {
  const language = useAppState((state) => state.view.language);
  return useMemo(() => translator(language), [language]);
}
