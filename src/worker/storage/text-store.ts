import type { TextStore } from '../../train/engine.ts';
import type { Folder } from './folder.ts';

/** Texts as files of a folder. */
export function textStore(folder: Promise<Folder>): TextStore {
  return {
    read: async (name) => {
      const files = await folder;
      const there = (await files.names()).includes(name);
      return there ? new TextDecoder().decode(await files.read(name)) : null;
    },
    write: async (name, text) => (await folder).write(name, [new TextEncoder().encode(text)]),
  };
}
