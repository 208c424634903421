import { formatNumber } from '../../format/numbers.ts';
import styles from './histogram.module.css';

interface HistogramProps {
  readonly edges: Float32Array;
  readonly counts: Int32Array;
  readonly label: string;
}

const WIDTH = 240;
const HEIGHT = 40;

/** How often values lie in each interval. */
export function Histogram({ edges, counts, label }: HistogramProps) {
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  return (
    <figure className={styles.histogram}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {Array.from(counts, (count, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an interval is its place
            key={index}
            x={index * step}
            y={HEIGHT - (count / most) * HEIGHT}
            width={Math.max(0.5, step - 0.5)}
            height={(count / most) * HEIGHT}
          />
        ))}
      </svg>
      <figcaption>
        <span>{formatNumber(edges[0])}</span>
        <span>{formatNumber(edges.at(-1))}</span>
      </figcaption>
    </figure>
  );
}
