import { useLayoutEffect } from 'react';
import { useAppState } from '../hooks/app-context.ts';
import { useMedia } from '../hooks/use-media.ts';

/** The theme in force: the one chosen, else the system's. */
export function useTheme(): 'light' | 'dark' {
  const chosen = useAppState((state) => state.view.theme);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  return chosen === 'system' ? (systemDark ? 'dark' : 'light') : chosen;
}

/** Puts theme and language on the document. */
export function useDocument(): void {
  const theme = useTheme();
  const language = useAppState((state) => state.view.language);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  }, [theme, language]);
}
