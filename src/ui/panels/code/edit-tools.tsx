import { Link, Play, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import type { TextKey } from '../../i18n/text.ts';
import { discardCode, runCode, shareLink } from '../../store/actions/code.ts';

/** Run, share, and back to the code of the model. */
export function EditTools() {
  const app = useApp();
  const t = useText();
  const running = useAppState((state) => state.code.running);
  const edited = useAppState(
    ({ code, model }) => model.opened !== null && code.drafts[model.opened.preset] !== undefined,
  );
  const [shared, setShared] = useState<TextKey | null>(null);
  const share = async () => {
    const link = await shareLink(app);
    if (link !== null) await navigator.clipboard.writeText(link);
    setShared(link === null ? 'code.linkTooLong' : 'code.linkCopied');
  };
  return (
    <>
      <Button look="primary" icon={<Play />} disabled={running} onClick={() => void runCode(app)}>
        {t(running ? 'code.running' : 'code.run')}
      </Button>
      <IconButton
        name={t('code.discard')}
        icon={<Undo2 />}
        disabled={!edited}
        onClick={() => discardCode(app)}
      />
      <IconButton
        name={t('code.share')}
        icon={<Link />}
        onClick={() => void share().catch(() => setShared('code.linkNotCopied'))}
      />
      <span role="status">{shared === null ? null : t(shared)}</span>
    </>
  );
}
