import { useEffect, useRef } from 'react';
import { readPalette } from '../../charts/palette.ts';
import { useAppState, useText } from '../../hooks/app-context.ts';
import { useTheme } from '../../theme/use-theme.ts';
import styles from './histogram.module.css';
import { densities } from './histogram-densities.ts';

const ROWS = 48;

/** How the values of a weight have spread since the node was chosen: steps across, values up, dark where many are. */
export function HistogramHistory({ weight }: { readonly weight: string }) {
  const t = useText();
  const theme = useTheme();
  const ref = useRef<HTMLCanvasElement>(null);
  const history = useAppState((state) => state.inspector.history);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has other colours
  useEffect(() => {
    if (ref.current) paint(ref.current, densities(history, weight, ROWS));
  }, [history, weight, theme]);
  if (history.length < 2) return null;
  const [first, last] = [history[0]!.step, history.at(-1)!.step];
  return (
    <figure className={styles.history}>
      <canvas
        ref={ref}
        width={history.length}
        height={ROWS}
        role="img"
        aria-label={t('inspector.history', { name: weight })}
      />
      <figcaption>
        <span>{t('inspector.step', { step: first })}</span>
        <span>{t('inspector.step', { step: last })}</span>
      </figcaption>
    </figure>
  );
}

/** One pixel a moment and interval. */
function paint(canvas: HTMLCanvasElement, columns: readonly Float64Array[]): void {
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = readPalette().ink2;
  const most = Math.max(1e-12, ...columns.map((column) => Math.max(...column)));
  columns.forEach((column, x) => {
    column.forEach((value, y) => {
      context.globalAlpha = Math.sqrt(value / most);
      context.fillRect(x, ROWS - 1 - y, 1, 1);
    });
  });
}
