/// <reference lib="webworker" />
// The worker of one run of a person's code. The page ends it afterwards, whatever came of it.

import { evaluate } from './evaluate.ts';
import { lockDown } from './lock-down.ts';
import type { SandboxReply, SandboxRequest } from './protocol.ts';
import { loadQuickJS } from './quickjs.ts';

const reply = (message: SandboxReply): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<SandboxRequest>) => {
  const quickjs = await loadQuickJS();
  lockDown(self);
  reply({ type: 'ready' });
  reply({ type: 'outcome', outcome: evaluate(quickjs, data.code) });
};
