// What was dropped on the page: files, and all files of dropped folders.

export interface DroppedFile {
  /** Inside what was dropped: `pets/cat/1.png`. */
  readonly path: string;
  readonly file: File;
}

/** More files than this are not looked for: the engine refuses them anyhow. */
const MOST_FILES = 60_000;

/** Files of a drop with their paths. The list of items must be read at once: browsers clear it after the event. */
export async function droppedFiles(items: DataTransferItemList): Promise<DroppedFile[]> {
  const dropped = Array.from(items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: DroppedFile[] = [];
  for (const { entry, file } of dropped) {
    if (entry !== null) await collect(entry, found);
    else if (file !== null) found.push({ path: file.name, file });
  }
  return found;
}

async function collect(entry: FileSystemEntry, found: DroppedFile[]): Promise<void> {
  if (found.length >= MOST_FILES || entry.name.startsWith('.')) return;
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) found.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
  else for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await collect(child, found);
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A directory is read in parts, until one is empty. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

/** Files of a chosen folder, or of a list, with the paths that the browser knows. */
export const listedFiles = (files: FileList): DroppedFile[] =>
  Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })).filter(
    ({ file }) => !file.name.startsWith('.'),
  );
