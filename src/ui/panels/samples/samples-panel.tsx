import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Segments } from '../../components/segments.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { turnSamples } from '../../store/actions/samples.ts';
import { SampleCard } from './sample-card.tsx';
import styles from './samples-panel.module.css';
import { TryPane } from './try-pane.tsx';

/** What the model says now of validation samples, its most confident mistakes, and a place to try one's own input. */
export function SamplesPanel() {
  const app = useApp();
  const t = useText();
  const [which, setWhich] = useState<'samples' | 'worst'>('samples');
  const info = useAppState((state) => state.samples.info);
  const from = useAppState((state) => state.samples.from);
  const views = info?.[which] ?? [];
  return (
    <div className={styles.panel}>
      <section className={styles.samples} aria-label={t('panel.samples')}>
        <header className={styles.head}>
          <h2>{t('panel.samples')}</h2>
          <Segments
            label={t('samples.which')}
            value={which}
            options={[
              { value: 'samples', text: t('samples.all') },
              { value: 'worst', text: t('samples.worst', { count: info?.worst.length ?? 0 }) },
            ]}
            onChange={setWhich}
          />
          <IconButton
            name={t('samples.back')}
            icon={<ChevronLeft />}
            disabled={from === 0}
            onClick={() => turnSamples(app, -1)}
          />
          <IconButton name={t('samples.next')} icon={<ChevronRight />} onClick={() => turnSamples(app, 1)} />
        </header>
        {info ? null : <p className={styles.empty}>{t('samples.none')}</p>}
        {info && views.length === 0 ? <p className={styles.empty}>{t('samples.noMistakes')}</p> : null}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className={styles.grid} tabIndex={0} role="group" aria-label={t('samples.which')}>
          {views.map((view, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list keeps its canvas
            <SampleCard key={index} view={view} classNames={info?.classNames ?? []} />
          ))}
        </div>
      </section>
      {info?.samples[0] ? <TryPane example={info.samples[0]} classNames={info.classNames} /> : null}
    </div>
  );
}
