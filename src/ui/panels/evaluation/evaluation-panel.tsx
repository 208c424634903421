import type { EvaluationView } from '../../../worker/protocol.ts';
import { useAppState, useText } from '../../hooks/app-context.ts';
import { Confusion } from './confusion.tsx';
import styles from './evaluation-panel.module.css';
import { Roc } from './roc.tsx';

/** After each epoch, over the validation data: what is taken for what, and how well two classes are told apart. */
export default function EvaluationPanel() {
  const t = useText();
  const views = useAppState((state) => state.samples.evaluation);
  if (views.length === 0) return <p className={styles.empty}>{t('evaluation.none')}</p>;
  return (
    <div className={styles.panel}>
      {views.map((view) => (
        <View key={`${view.kind}-${view.output}`} view={view} />
      ))}
    </div>
  );
}

const View = ({ view }: { readonly view: EvaluationView }) =>
  view.kind === 'confusion' ? <Confusion view={view} /> : <Roc view={view} />;
