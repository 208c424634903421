/** Ways out of a worker. QuickJS knows none of them; they are taken away in case it had a hole. */
const WAYS_OUT = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebTransport',
  'EventSource',
  'BroadcastChannel',
  'importScripts',
  'indexedDB',
  'caches',
  'Worker',
  'SharedWorker',
];

/** Takes network and storage away from this worker, for good. */
export function lockDown(scope: object): void {
  for (const name of WAYS_OUT)
    Reflect.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
}
