import { expect, test, vi } from 'vitest';
import { runInSandbox, type SandboxPort } from './client.ts';
import type { SandboxReply } from './protocol.ts';

function fakePort() {
  const port: SandboxPort = { postMessage: vi.fn(), terminate: vi.fn(), onmessage: null, onerror: null };
  const say = (data: SandboxReply) => port.onmessage?.({ data } as MessageEvent<SandboxReply>);
  return { port, say };
}

test('the worker ends with its answer', async () => {
  const { port, say } = fakePort();
  const running = runInSandbox('mine', () => port);
  expect(port.postMessage).toHaveBeenCalledWith({ code: 'mine' });
  say({ type: 'ready' });
  say({ type: 'outcome', outcome: { ok: true, description: 1, lines: {} } });
  expect(await running).toEqual({ ok: true, description: 1, lines: {} });
  expect(port.terminate).toHaveBeenCalledOnce();
});

test('a worker that does not answer is ended; one that does not load is said', async () => {
  vi.useFakeTimers();
  const { port, say } = fakePort();
  const running = runInSandbox('for (;;);', () => port);
  say({ type: 'ready' });
  await vi.advanceTimersByTimeAsync(7000);
  expect(await running).toMatchObject({ ok: false, fault: { kind: 'time' } });
  expect(port.terminate).toHaveBeenCalledOnce();
  const other = fakePort();
  const loading = runInSandbox('', () => other.port);
  other.port.onerror?.({ message: 'gone' } as ErrorEvent);
  expect(await loading).toMatchObject({ ok: false, fault: { kind: 'broken', message: 'gone' } });
  vi.useRealTimers();
});
