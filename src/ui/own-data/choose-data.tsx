import { Images, Table } from 'lucide-react';
import { useState } from 'react';
import { useApp, useText } from '../hooks/app-context.ts';
import { addPictures, chooseFiles } from '../store/actions/own-data.ts';
import { FileButton } from './file-button.tsx';
import styles from './own-data-dialog.module.css';
import { listedFiles } from './read-drop.ts';

/** Nothing is chosen yet: a table, a folder of folders, or the pictures of one class after another. */
export function ChooseData() {
  const app = useApp();
  const t = useText();
  const choose = (files: FileList) => chooseFiles(app, listedFiles(files));
  return (
    <>
      <div className={styles.ways}>
        <section className={styles.way} aria-label={t('own.table')}>
          <h3>
            <Table aria-hidden="true" /> {t('own.table')}
          </h3>
          <p>{t('own.table.what')}</p>
          <FileButton accept=".csv,.tsv,.txt,text/csv" onFiles={choose}>
            {t('own.table.choose')}
          </FileButton>
        </section>
        <section className={styles.way} aria-label={t('own.pictures')}>
          <h3>
            <Images aria-hidden="true" /> {t('own.pictures')}
          </h3>
          <p>{t('own.pictures.what')}</p>
          <FileButton folder onFiles={(files) => addPictures(app, listedFiles(files))}>
            {t('own.pictures.choose')}
          </FileButton>
          <AddClass />
        </section>
      </div>
      <p className={styles.drop}>{t('own.drop')}</p>
    </>
  );
}

/** Pictures of one class, by its name: for devices that cannot choose a folder. */
export function AddClass() {
  const app = useApp();
  const t = useText();
  const [name, setName] = useState('');
  const folder = name.trim().replaceAll('/', '-');
  return (
    <div className={styles.row}>
      <input
        className={styles.text}
        value={name}
        placeholder={t('own.class')}
        aria-label={t('own.class')}
        onChange={(event) => setName(event.target.value)}
      />
      <FileButton
        accept="image/*"
        multiple
        disabled={folder === ''}
        onFiles={(files) => {
          addPictures(
            app,
            Array.from(files, (file) => ({ path: `${folder}/${file.name}`, file })),
          );
          setName('');
        }}
      >
        {t('own.class.add')}
      </FileButton>
    </div>
  );
}
