/** Hands a file to the person: the browser's own download. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').toLowerCase();
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
