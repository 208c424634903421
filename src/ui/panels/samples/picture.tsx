import { useEffect, useRef } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { paintPicture, sizeOfPicture } from './paint.ts';
import styles from './picture.module.css';

interface PictureProps {
  readonly tensor: WireTensor;
  readonly label: string;
  /** Width in CSS pixels. */
  readonly size: number;
  /** Which picture of a stack. */
  readonly index?: number;
}

/** A picture of pixels, drawn as they are: grey or colour, without smoothing. */
export function Picture({ tensor, label, size, index = 0 }: PictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { width, height } = sizeOfPicture(tensor.shape);
  useEffect(() => {
    if (ref.current) paintPicture(ref.current, tensor, index);
  }, [tensor, index]);
  return (
    <canvas
      ref={ref}
      className={styles.picture}
      width={width}
      height={height}
      style={{ width: size, height: (size * height) / width }}
      role="img"
      aria-label={label}
    />
  );
}
