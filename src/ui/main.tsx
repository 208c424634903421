import { startEngine } from '../worker/client.ts';
import { keepOffline } from './keep-offline.ts';
import { startPage } from './start.tsx';
import { isShareHash } from './store/link.ts';

const { hash } = location;
const engine = startEngine();
if (isShareHash(hash))
  void import('./store/share.ts').then(({ readShare }) => startPage(engine, readShare(hash)));
else startPage(engine);
keepOffline();
