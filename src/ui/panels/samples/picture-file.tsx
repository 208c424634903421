import type { WireTensor } from '../../../worker/protocol.ts';
import { useText } from '../../hooks/app-context.ts';
import { sizeOfPicture } from './paint.ts';
import styles from './try.module.css';

interface PictureFileProps {
  readonly shape: readonly number[];
  readonly onPicture: (image: WireTensor) => void;
}

/** A picture from the person's disk, scaled to what the model takes; it leaves the tab for nowhere. */
export function PictureFile({ shape, onPicture }: PictureFileProps) {
  const t = useText();
  const read = async (file: File) => onPicture(await pictureFrom(file, shape));
  return (
    <label className={styles.file}>
      {t('try.file')}
      <input
        type="file"
        accept="image/*"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void read(file);
        }}
      />
    </label>
  );
}

async function pictureFrom(file: File, shape: readonly number[]): Promise<WireTensor> {
  const { width, height, channels } = sizeOfPicture(shape);
  const bitmap = await createImageBitmap(file, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = (at: number) => (data[at]! * 0.299 + data[at + 1]! * 0.587 + data[at + 2]! * 0.114) / 255;
  const values = Float32Array.from({ length: width * height * channels }, (_, i) =>
    channels === 1 ? grey(i * 4) : data[Math.floor(i / 3) * 4 + (i % 3)]! / 255,
  );
  return { shape, data: values };
}
