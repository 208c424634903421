import { useEffect, useRef } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { formatNumber } from '../../format/numbers.ts';
import { useTheme } from '../../theme/use-theme.ts';
import styles from './heat-map.module.css';
import { paintHeatMap, tileOf } from './paint-heat-map.ts';

interface HeatMapProps {
  readonly tensor: WireTensor;
  readonly label: string;
}

/** A tensor as a picture: matrices as they are, feature maps as tiles, vectors as a row. Its two colours are its two signs. */
export function HeatMap({ tensor, label }: HeatMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const tile = tileOf(tensor.shape);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has other colours
  useEffect(() => {
    if (ref.current) paintHeatMap(ref.current, tensor);
  }, [tensor, theme]);
  return (
    <figure className={styles.map}>
      <canvas
        ref={ref}
        width={tile.width}
        height={tile.height}
        role="img"
        aria-label={label}
        style={{ aspectRatio: `${tile.width} / ${Math.max(tile.height, tile.width / 24)}` }}
      />
      <figcaption>±{formatNumber(largest(tensor))}</figcaption>
    </figure>
  );
}

function largest({ data }: WireTensor): number {
  let most = 0;
  for (const value of data) most = Math.max(most, Math.abs(value));
  return most;
}
