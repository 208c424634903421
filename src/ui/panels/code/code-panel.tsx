import { Copy, Download } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Segments } from '../../components/segments.tsx';
import { saveFile } from '../../format/save-file.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { codeShown, editCode, runCode } from '../../store/actions/code.ts';
import styles from './code-panel.module.css';
import { EditTools } from './edit-tools.tsx';
import { faultText } from './fault-text.ts';
import { highlight } from './highlight.ts';

const CodeEditor = lazy(() => import('./code-editor.tsx'));

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
  const draft = useAppState(codeShown);
  if (!model) return <p className={styles.empty}>{t('code.none')}</p>;
  const code = dialect === 'summary' ? model.summary : dialect === 'typescript' ? draft : model.code.python;
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
        {dialect === 'typescript' ? <EditTools /> : null}
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
      {dialect === 'typescript' ? (
        <Suspense fallback={<Listing code={code} coloured />}>
          <Editing code={code} />
        </Suspense>
      ) : (
        <Listing code={code} coloured={dialect === 'python'} />
      )}
    </div>
  );
}

/** Code to edit and run, with what is to be said about it. */
function Editing({ code }: { readonly code: string }) {
  const app = useApp();
  const t = useText();
  const { fault, fromLink, brokenLink } = useAppState((state) => state.code);
  const shown = useMemo(
    () => (fault === null ? null : { ...fault, message: faultText(t, fault) }),
    [fault, t],
  );
  return (
    <>
      {brokenLink ? <p className={styles.note}>{t('code.brokenLink')}</p> : null}
      {fromLink !== null ? <p className={styles.note}>{t('code.fromLink')}</p> : null}
      <CodeEditor
        value={code}
        fault={shown}
        label={t('code.editor')}
        onChange={(text) => editCode(app, text)}
        onRun={() => void runCode(app)}
      />
      {shown === null ? null : (
        <p className={styles.fault} role="alert">
          {shown.line === null ? null : <strong>{t('code.line', { line: shown.line })}</strong>}{' '}
          {shown.message}
        </p>
      )}
    </>
  );
}

/** Code to read. */
function Listing({ code, coloured }: { readonly code: string; readonly coloured: boolean }) {
  const t = useText();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={t('panel.code')}>
        <code>
          {!coloured
            ? code
            : highlight(code).map(({ kind, text }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other identity
                <span key={index} data-kind={kind}>
                  {text}
                </span>
              ))}
        </code>
      </pre>
    </>
  );
}
