import { Meter } from '../components/meter.tsx';
import { formatSeconds } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';
import { saidText } from '../i18n/fault-text.ts';
import styles from './progress.module.css';

/** What is going on: status, epoch, step, and the bar of the longest thing under way. */
export function Progress() {
  const t = useText();
  const { engine, training, epochs, stepsPerEpoch, language } = useAppShallow(
    ({ engine, training, model, view }) => ({
      engine,
      training,
      epochs: epochsOf(model.controls) ?? model.opened?.epochs ?? 0,
      stepsPerEpoch: model.opened?.stepsPerEpoch ?? 0,
      language: view.language,
    }),
  );
  const { status, note } = engine;
  // The engine pauses at once, but what is under way on the GPU ends first: only then do the numbers stand still.
  const word = status === 'paused' && note !== '' ? 'pausing' : status;
  const total = epochs * stepsPerEpoch;
  const task = engine.progress.compile;
  const data = engine.progress.data;
  const left = status === 'running' ? (training.throughput?.secondsLeft ?? null) : null;
  return (
    <div className={styles.progress}>
      <span className={styles.status}>
        <span className={styles.dot} data-status={status} />
        <span data-testid="status" data-status={status}>
          {t(`status.${word}`)}
        </span>
        {training.queued ? <span className={styles.note}>{t('train.queuedShort')}</span> : null}
        {note ? <span className={styles.note}>{saidText(note, language)}</span> : null}
      </span>
      <span className={styles.figure}>
        {t('epoch')} <b data-testid="epoch">{training.epoch}</b>
        <span className={styles.faint}>/{epochs || '–'}</span>
      </span>
      <span className={styles.figure}>
        {t('step')} <b data-testid="step">{training.step}</b>
        <span className={styles.faint}>{total ? `/${total}` : ''}</span>
      </span>
      {task ? (
        <Task text={t('task.compile', { ...task })} done={task.done} total={task.total} />
      ) : data && status !== 'running' ? (
        <Task
          text={t('task.data', { ...data, note: saidText(data.note, language) })}
          done={data.done}
          total={data.total}
        />
      ) : (
        <Task
          text={left === null ? '' : t('left', { time: formatSeconds(left) })}
          name={t('progress')}
          done={Math.min(training.step, total)}
          total={total}
        />
      )}
    </div>
  );
}

interface TaskProps {
  readonly text: string;
  readonly name?: string;
  readonly done: number;
  readonly total: number;
}

function Task({ text, name, done, total }: TaskProps) {
  return (
    <span className={styles.task}>
      <Meter label={name ?? text} done={done} total={total} />
      <span className={styles.taskText}>{text}</span>
    </span>
  );
}

/** The setting, which may be changed while training runs. */
function epochsOf(controls: readonly { readonly id: string; readonly value: unknown }[]): number | null {
  const value = controls.find((control) => control.id === 'epochs')?.value;
  return typeof value === 'number' ? value : null;
}
