// The entry of the engine's worker: joins the controller to the messages, WebGPU and files of the browser.

import { Controller } from './controller.ts';
import { fetchData } from './fetch-data.ts';
import { decodeInBrowser } from './own-data/check-pictures.ts';
import type { Command } from './protocol.ts';
import { openDatabase, openFolder, quotaHere } from './storage/open-folder.ts';
import { textStore } from './storage/text-store.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const controller = new Controller({
  post: (event, transfer = []) => scope.postMessage(event, transfer),
  gpu: scope.navigator.gpu ?? null,
  read: fetchData,
  decode: decodeInBrowser,
  storage: { folder: openFolder('snapshots'), quota: quotaHere() },
  tuning: textStore(openDatabase('tuning')),
});

scope.onmessage = (message: MessageEvent<Command>) => controller.handle(message.data);
controller.hello();
