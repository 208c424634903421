/** 32 bits of FNV-1a, as hexadecimal digits: tells texts apart, and is no protection. Source: Fowler, Noll, Vo. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
