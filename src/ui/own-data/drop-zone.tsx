import { useEffect, useState } from 'react';
import { useApp, useText } from '../hooks/app-context.ts';
import { chooseFiles } from '../store/actions/own-data.ts';
import styles from './drop-zone.module.css';
import { droppedFiles } from './read-drop.ts';

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** A saved run is another part's to take. */
const isRun = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.files[0]?.name.endsWith('.safetensors') ?? false;

/** Files may be dropped anywhere: a table or folders of pictures to train on, or a saved run. */
export function DropZone() {
  const app = useApp();
  const t = useText();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || isRun(event)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer!.items).then(
        (files) => files.length > 0 && chooseFiles(app, files),
      );
    };
    const listeners = [
      ['dragenter', hover],
      ['dragover', hover],
      ['dragleave', leave],
      ['drop', drop],
    ] as const;
    for (const [type, listener] of listeners) addEventListener(type, listener, true);
    return () => {
      for (const [type, listener] of listeners) removeEventListener(type, listener, true);
    };
  }, [app]);
  return over ? (
    <div className={styles.zone} aria-hidden="true">
      <p>{t('drop.here')}</p>
    </div>
  ) : null;
}
