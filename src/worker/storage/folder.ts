/** A flat place for files of the page: the browser's own file system, its database, or memory. */
export interface Folder {
  /** Whether what is written outlives the page. */
  readonly lasts: boolean;
  names(): Promise<string[]>;
  /** The first bytes of a file, at most `most`, and the size of all. */
  head(name: string, most: number): Promise<{ readonly bytes: Uint8Array; readonly size: number }>;
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Writes a file as a whole: whoever reads it sees all of it or nothing. Errors where there is no room. */
  write(name: string, parts: readonly Uint8Array[]): Promise<void>;
  /** Removes a file, if it is there. */
  remove(name: string): Promise<void>;
}

export const totalBytes = (parts: readonly Uint8Array[]): number => parts.reduce((n, p) => n + p.length, 0);

/** The parts as one array. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(totalBytes(parts));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
