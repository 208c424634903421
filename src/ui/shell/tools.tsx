import { CircleHelp, Languages, Moon, Sun } from 'lucide-react';
import { IconButton } from '../components/icon-button.tsx';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import { useTheme } from '../theme/use-theme.ts';

/** Theme, language, help. */
export function Tools() {
  const app = useApp();
  const t = useText();
  const theme = useTheme();
  const language = useAppState((state) => state.view.language);
  return (
    <>
      <IconButton
        name={t(theme === 'dark' ? 'theme.light' : 'theme.dark')}
        icon={theme === 'dark' ? <Sun /> : <Moon />}
        onClick={() => app.update('view', { theme: theme === 'dark' ? 'light' : 'dark' })}
      />
      <IconButton
        name={t('language.other')}
        icon={<Languages />}
        onClick={() => app.update('view', { language: language === 'en' ? 'zh' : 'en' })}
      />
      <IconButton
        name={t('help')}
        shortcut="?"
        icon={<CircleHelp />}
        onClick={() => app.update('view', { help: true })}
      />
    </>
  );
}
