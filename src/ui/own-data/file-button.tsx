import type { ReactNode } from 'react';
import styles from './file-button.module.css';

interface FileButtonProps {
  readonly accept?: string;
  readonly multiple?: boolean;
  /** A whole folder is chosen. */
  readonly folder?: boolean;
  readonly disabled?: boolean;
  readonly onFiles: (files: FileList) => void;
  readonly children: ReactNode;
}

/** A button that opens the browser's choice of files. */
export function FileButton({
  accept,
  multiple = false,
  folder = false,
  disabled,
  onFiles,
  children,
}: FileButtonProps) {
  return (
    <label className={styles.button} data-disabled={disabled}>
      {children}
      <input
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const { files } = event.target;
          if (files && files.length > 0) onFiles(files);
          event.target.value = '';
        }}
      />
    </label>
  );
}
