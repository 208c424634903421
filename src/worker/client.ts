// The page's end of the wire: posts commands to the engine's worker and hands its events to listeners.

import type { Command, Event } from './protocol.ts';

/** What the page knows of the engine. */
export interface Engine {
  /** Posts a command; buffers in `transfer` move instead of being copied. */
  send(command: Command, transfer?: Transferable[]): void;
  /** Calls back with every event, in order; returns how to stop. */
  listen(listener: (event: Event) => void): () => void;
  /** Ends the worker. */
  close(): void;
}

/** The part of `Worker` that is used; a fake in tests. */
export interface WorkerPort {
  postMessage(message: Command, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((message: MessageEvent<Event>) => void) | null;
  onmessageerror: ((message: MessageEvent) => void) | null;
  onerror: ((fault: ErrorEvent) => void) | null;
}

/** Starts the engine in a worker of its own. */
export function startEngine(): Engine {
  return connect(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' }));
}

/** Speaks with an engine behind any port. A worker that fails to load or throws becomes an `error` event. */
export function connect(port: WorkerPort): Engine {
  const listeners = new Set<(event: Event) => void>();
  const dispatch = (event: Event) => {
    for (const listener of listeners) listener(event);
  };
  port.onmessage = (message) => dispatch(message.data);
  port.onmessageerror = () => dispatch(crash('a message that can be read', 'one that could not be'));
  port.onerror = (fault) =>
    dispatch(crash('run without a fault', fault.message || 'a script that did not load'));
  return {
    send: (command, transfer = []) => port.postMessage(command, transfer),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      port.terminate();
    },
  };
}

function crash(must: string, got: string): Event {
  const remedy = 'reload the page';
  const message = `engine: ${must}, got ${got}. Try: ${remedy}.`;
  return {
    type: 'error',
    error: { kind: 'internal', message, where: 'engine', must, got, try: remedy, retry: false },
  };
}
