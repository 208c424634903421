import { MOST_SIDE, PICTURE_HEAD, pictureSize } from '../../../core/picture-size.ts';
import type { ErrorInfo, WireTensor } from '../../../worker/protocol.ts';
import { useApp, useText } from '../../hooks/app-context.ts';
import { sizeOfPicture } from './paint.ts';
import styles from './try.module.css';

interface PictureFileProps {
  readonly shape: readonly number[];
  readonly onPicture: (image: WireTensor) => void;
}

/** A picture from the person's disk, scaled to what the model takes; it leaves the tab for nowhere. */
export function PictureFile({ shape, onPicture }: PictureFileProps) {
  const app = useApp();
  const t = useText();
  const read = async (file: File) => {
    const image = await pictureFrom(file, shape).catch(() => null);
    if (image !== null) onPicture(image);
    else app.update('attempt', { view: null, error: notRead(file) });
  };
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

function notRead({ name }: File): ErrorInfo {
  const must = `must be a PNG, JPEG, GIF, WebP or BMP picture with sides of at most ${MOST_SIDE} pixels`;
  return {
    kind: 'data',
    message: `${name}: ${must}.`,
    where: name,
    must,
    got: null,
    try: null,
    retry: false,
  };
}

/** Its size is looked at before it is decoded: a small file may hold a picture that fills the memory. */
async function pictureFrom(file: File, shape: readonly number[]): Promise<WireTensor | null> {
  const head = new Uint8Array(await file.slice(0, PICTURE_HEAD).arrayBuffer());
  const whole = pictureSize(head);
  if (whole === null || Math.max(whole.width, whole.height) > MOST_SIDE) return null;
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
