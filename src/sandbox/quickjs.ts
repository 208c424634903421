// One fresh QuickJS per run: after a fault nothing of it is used again.

import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { inside } from './inside-modules.ts';
import type { Limits } from './limits.ts';

export const loadQuickJS = (): Promise<QuickJSWASMModule> => newQuickJSWASMModuleFromVariant(variant);

/** A context that knows our API and nothing else: no network, page, storage or clock of ours. */
export interface Sandbox {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  /** Gives it so many milliseconds from now on. */
  allow(milliseconds: number): void;
  /** Whether the time that was given ran out. */
  timedOut(): boolean;
}

export function createSandbox(quickjs: QuickJSWASMModule, limits: Limits): Sandbox {
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(limits.memoryBytes);
  runtime.setMaxStackSize(limits.stackBytes);
  let end = Number.POSITIVE_INFINITY;
  let stopped = false;
  runtime.setInterruptHandler(() => {
    stopped ||= performance.now() > end;
    return stopped;
  });
  runtime.setModuleLoader((name) => inside[name] ?? notThere(name), resolve);
  const allow = (milliseconds: number) => {
    end = performance.now() + milliseconds;
    stopped = false;
  };
  return { context: runtime.newContext(), runtime, allow, timedOut: () => stopped };
}

/** Only the modules of the recorder see each other. */
function resolve(base: string, requested: string): string {
  if (base in inside && requested.startsWith('./')) return `trainyard/${requested.slice(2)}`;
  return requested in inside && requested !== 'trainyard' ? `./${requested}` : requested;
}

function notThere(name: string): { error: Error } {
  const shown = name.slice(0, 60);
  const error = new Error(`import: only 'trainyard' can be imported here, got '${shown}'.`);
  error.name = 'TrainyardError';
  return { error };
}
