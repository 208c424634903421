// The editor itself: CodeMirror, loaded when the code is looked at.

import { javascript, typescriptLanguage } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { CodeFault } from '../../../sandbox/protocol.ts';
import styles from './code-editor.module.css';
import { completeApi } from './complete.ts';

interface CodeEditorProps {
  readonly value: string;
  readonly fault: Pick<CodeFault, 'message' | 'line' | 'column'> | null;
  /** What it is called for those who do not see it. */
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, class: styles.comment },
  { tag: tags.string, class: styles.string },
  { tag: tags.number, class: styles.number },
  { tag: tags.keyword, class: styles.word },
]);

export default function CodeEditor({ value, fault, label, onChange, onRun }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is brought in by the effects below
  useEffect(() => {
    const view = new EditorView({ parent: host.current!, state: stateOf(value, label, calls) });
    editor.current = view;
    return () => view.destroy();
  }, [label]);
  useEffect(() => {
    const view = editor.current!;
    if (view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const view = editor.current!;
    const found = fault === null ? [] : [diagnostic(view.state.doc, fault)];
    view.dispatch(setDiagnostics(view.state, found));
    if (found[0]) view.dispatch({ effects: EditorView.scrollIntoView(found[0].from) });
  }, [fault]);
  return <div ref={host} className={styles.editor} data-testid="code-editor" />;
}

type Calls = { readonly current: Pick<CodeEditorProps, 'onChange' | 'onRun'> };

function stateOf(doc: string, label: string, calls: Calls): EditorState {
  const run = () => {
    calls.current.onRun();
    return true;
  };
  const changed = EditorView.updateListener.of((update) => {
    if (update.docChanged) calls.current.onChange(update.state.doc.toString());
  });
  return EditorState.create({
    doc,
    extensions: [
      keymap.of([{ key: 'Mod-Enter', run }]),
      basicSetup,
      lintGutter(),
      javascript({ typescript: true }),
      typescriptLanguage.data.of({ autocomplete: completeApi }),
      syntaxHighlighting(colours),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      changed,
    ],
  });
}

/** The fault in its place: from its column to the end of its line, the first line where it has none. */
function diagnostic(doc: Text, { message, line, column }: NonNullable<CodeEditorProps['fault']>): Diagnostic {
  const place = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
  const from = Math.min(place.from + Math.max((column ?? 1) - 1, 0), place.to);
  return { from, to: place.to, severity: 'error', message };
}
