import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Segments } from '../../components/segments.tsx';
import { saveFile } from '../../format/save-file.ts';
import { useAppState, useText } from '../../hooks/app-context.ts';
import styles from './code-panel.module.css';
import { highlight } from './highlight.ts';

type Dialect = 'typescript' | 'python' | 'summary';

const FILES: Readonly<Record<Dialect, string>> = {
  typescript: 'model.ts',
  python: 'model.py',
  summary: 'summary.txt',
};

/** The open model as code: in this project's API, as Keras in Python, and Keras's summary. */
export default function CodePanel() {
  const t = useText();
  const [dialect, setDialect] = useState<Dialect>('typescript');
  const model = useAppState((state) => state.model.opened?.model);
  if (!model) return <p className={styles.empty}>{t('code.none')}</p>;
  const code = dialect === 'summary' ? model.summary : model.code[dialect];
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <Segments
          label={t('panel.code')}
          value={dialect}
          options={[
            { value: 'typescript', text: 'TypeScript' },
            { value: 'python', text: t('code.python') },
            { value: 'summary', text: t('code.summary') },
          ]}
          onChange={setDialect}
        />
        <IconButton
          name={t('code.copy')}
          icon={<Copy />}
          onClick={() => void navigator.clipboard.writeText(code)}
        />
        <IconButton
          name={t('code.save')}
          icon={<Download />}
          onClick={() => saveFile(new Blob([code], { type: 'text/plain' }), FILES[dialect])}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={t('panel.code')}>
        <code>
          {dialect === 'summary'
            ? code
            : highlight(code).map(({ kind, text }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other identity
                <span key={index} data-kind={kind}>
                  {text}
                </span>
              ))}
        </code>
      </pre>
    </div>
  );
}
