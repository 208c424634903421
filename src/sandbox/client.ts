// The page's end of the sandbox: one worker per run, ended when it answers and when it does not.

import type { FaultKind, Outcome, SandboxReply, SandboxRequest } from './protocol.ts';

/** The part of `Worker` that is used; a fake in tests. */
export interface SandboxPort {
  postMessage(message: SandboxRequest): void;
  terminate(): void;
  onmessage: ((message: MessageEvent<SandboxReply>) => void) | null;
  onerror: ((fault: ErrorEvent) => void) | null;
}

/** To load the sandbox. */
const LOAD_MS = 60_000;
/** For the run, its own limit included: loops that QuickJS itself makes look at no clock. */
const RUN_MS = 6000;

const startWorker = (): SandboxPort =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sandbox' });

/** Runs code in a worker of its own. Always resolves. */
export function runInSandbox(code: string, start: () => SandboxPort = startWorker): Promise<Outcome> {
  return new Promise((resolve) => {
    const port = start();
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      port.terminate();
      resolve(outcome);
    };
    const endAfter = (milliseconds: number, kind: FaultKind, message: string) =>
      setTimeout(() => end(failed(kind, message)), milliseconds);
    let timer = endAfter(LOAD_MS, 'broken', 'The sandbox did not start.');
    port.onmessage = ({ data }) => {
      if (data.type === 'outcome') return end(data.outcome);
      clearTimeout(timer);
      timer = endAfter(RUN_MS, 'time', `The code ran longer than ${RUN_MS / 1000} s.`);
    };
    port.onerror = (fault) => end(failed('broken', fault.message || 'The sandbox could not be loaded.'));
    port.postMessage({ code });
  });
}

const failed = (kind: FaultKind, message: string): Outcome => ({
  ok: false,
  fault: { kind, message, line: null, column: null },
});
