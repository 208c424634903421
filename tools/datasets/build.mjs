/** Makes all of public/data anew from the installed packages; the same bytes on every machine. */
import { rmSync } from 'node:fs';

rmSync(new URL('../../public/data/manifest.json', import.meta.url), { force: true });
await import('./mnist.mjs');
await import('./fashion-mnist.mjs');
await import('./headline.mjs');
await import('./tweet-pair.mjs');
