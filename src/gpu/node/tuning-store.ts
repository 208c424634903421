import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TextStore } from '../tune/winners.ts';

/** Where a user's programs keep what they can make anew, by system. Source: XDG Base Directory Specification. */
function cacheFolder(env = process.env, platform = process.platform): string {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(homedir(), ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}

/** Measured choices of kernels as files of the user's cache. A file is written as a whole or not at all. */
export function tuningFiles(folder = join(cacheFolder(), 'trainyard', 'tuning')): TextStore {
  return {
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => null),
    write: async (name, text) => {
      await mkdir(folder, { recursive: true });
      const unfinished = join(folder, `${name}.${process.pid}`);
      await writeFile(unfinished, text);
      await rename(unfinished, join(folder, name));
    },
  };
}
