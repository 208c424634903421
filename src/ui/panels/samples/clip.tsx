import { Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../hooks/app-context.ts';
import { useMedia } from '../../hooks/use-media.ts';
import styles from './clip.module.css';
import { Picture } from './picture.tsx';

const FRAME_MS = 160;

interface ClipProps {
  /** [frames, height, width, channels]. */
  readonly frames: WireTensor;
  readonly size: number;
  readonly label: string;
  /** With a button and a slider to stop at any frame. */
  readonly controls?: boolean;
}

/** A clip that plays over and over; it stands still where motion is not wanted. */
export function Clip({ frames, size, label, controls = false }: ClipProps) {
  const t = useText();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const count = frames.shape[0] ?? 1;
  // Clips begin dark: what stands still shows a moment when something is in sight.
  const [frame, setFrame] = useState(still ? count >> 1 : 0);
  const [stopped, setStopped] = useState(false);
  const plays = !still && !stopped;
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(() => setFrame((now) => (now + 1) % count), FRAME_MS);
    return () => clearInterval(timer);
  }, [plays, count]);
  return (
    <div className={styles.clip} style={{ width: size }}>
      <Picture tensor={frames} index={Math.min(frame, count - 1)} size={size} label={label} />
      {controls ? (
        <div className={styles.controls}>
          {still ? null : (
            <IconButton
              name={t(plays ? 'clip.stop' : 'clip.play')}
              icon={plays ? <Pause /> : <Play />}
              onClick={() => setStopped(plays)}
            />
          )}
          <input
            type="range"
            aria-label={t('clip.frame')}
            min={0}
            max={count - 1}
            value={frame}
            onChange={(event) => {
              setStopped(true);
              setFrame(Number(event.target.value));
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
