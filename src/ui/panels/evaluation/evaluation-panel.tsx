import type { EvaluationView } from '../../../worker/protocol.ts';
import { outputColor } from '../../charts/curve.ts';
import { useAppState, useText } from '../../hooks/app-context.ts';
import { Confusion } from './confusion.tsx';
import styles from './evaluation-panel.module.css';
import { Roc } from './roc.tsx';

/** After each epoch, over the validation data: what is taken for what, and how well two classes are told apart. */
export default function EvaluationPanel() {
  const t = useText();
  const views = useAppState((state) => state.samples.evaluation);
  const outputs = useAppState((state) => state.model.opened?.model.outputs);
  const colorOf = ({ output }: EvaluationView) =>
    outputColor(Math.max(0, outputs?.findIndex(({ name }) => name === output) ?? 0));
  if (views.length === 0) return <p className={styles.empty}>{t('evaluation.none')}</p>;
  return (
    <div className={styles.panel}>
      {views.map((view) => (
        <View key={`${view.kind}-${view.output}`} view={view} color={colorOf(view)} />
      ))}
    </div>
  );
}

const View = ({ view, color }: { readonly view: EvaluationView; readonly color: string }) =>
  view.kind === 'confusion' ? <Confusion view={view} /> : <Roc view={view} color={color} />;
