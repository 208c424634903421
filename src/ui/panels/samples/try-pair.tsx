import { useRef } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { Bar, Bars } from './bar.tsx';
import { DrawPad } from './draw-pad.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';

/** Draw two digits: are they the same? */
export function TryPair({ example }: TryProps) {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  const drawn = useRef<[WireTensor | null, WireTensor | null]>([null, null]);
  if (example.kind !== 'image-pair') return null;
  const give = (index: 0 | 1, image: WireTensor | null) => {
    drawn.current[index] = image;
    const [first, second] = drawn.current;
    if (first && second) tryInput(app, { kind: 'image-pair', images: [first, second] });
  };
  return (
    <div className={styles.form}>
      <h3>{t('try.drawTwo')}</h3>
      <div className={styles.pads}>
        <DrawPad shape={example.images[0].shape} size={120} onDraw={(image) => give(0, image)} />
        <DrawPad shape={example.images[1].shape} size={120} onDraw={(image) => give(1, image)} />
      </div>
      <Bars>
        <Bar name={t('same')} share={view?.kind === 'image-pair' ? view.same : null} />
      </Bars>
      <AttemptError />
    </div>
  );
}
