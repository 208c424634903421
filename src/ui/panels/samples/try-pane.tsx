import type { ComponentType } from 'react';
import type { SampleView } from '../../../worker/protocol.ts';
import { useText } from '../../hooks/app-context.ts';
import { TryImage } from './try-image.tsx';
import { TryPair } from './try-pair.tsx';
import styles from './try-pane.module.css';
import { TryQuestion } from './try-question.tsx';
import { TrySequence } from './try-sequence.tsx';
import { TryTable } from './try-table.tsx';
import { TryText } from './try-text.tsx';
import { TryTexts } from './try-texts.tsx';

export interface TryProps {
  /** Tells the size and the range of what the model takes. */
  readonly example: SampleView;
  readonly classNames: readonly string[];
}

/** How to give one's own input, by kind of sample. */
const PANES: Readonly<Record<SampleView['kind'], ComponentType<TryProps>>> = {
  'image-class': TryImage,
  'table-class': TryTable,
  'image-sequence': TrySequence,
  'image-pair': TryPair,
  'text-class': TryText,
  'text-pair': TryTexts,
  'image-question': TryQuestion,
  'clip-question': TryQuestion,
};

export function TryPane(props: TryProps) {
  const t = useText();
  const Pane = PANES[props.example.kind];
  return (
    <section className={styles.pane} aria-label={t('try.title')}>
      <Pane key={props.example.kind} {...props} />
    </section>
  );
}
