import type { WireTensor } from '../../../worker/protocol.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { clearAttempt, tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { DrawPad } from './draw-pad.tsx';
import { Likeliest } from './likeliest.tsx';
import { sizeOfPicture } from './paint.ts';
import { PictureFile } from './picture-file.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';

/** Draw a digit (grey), or choose a picture, and see the probabilities of all classes. */
export function TryImage({ example, classNames }: TryProps) {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  if (example.kind !== 'image-class') return null;
  const { channels } = sizeOfPicture(example.image.shape);
  const give = (image: WireTensor | null) => {
    if (image) tryInput(app, { kind: 'image', image });
    else clearAttempt(app);
  };
  const known = view?.kind === 'image-class' ? view.probabilities : null;
  const best = known ? known.indexOf(Math.max(...known)) : -1;
  return (
    <div className={styles.row}>
      <div className={styles.input}>
        {channels === 1 ? <DrawPad shape={example.image.shape} onDraw={give} /> : null}
        <PictureFile shape={example.image.shape} onPicture={give} />
      </div>
      <div className={styles.answer} data-testid="try-answer" data-answer={best < 0 ? '' : best}>
        <h3>{view ? t('try.says') : t('try.draw')}</h3>
        <Likeliest probabilities={known} classNames={classNames} classes={example.probabilities.length} />
        <AttemptError />
      </div>
    </div>
  );
}
