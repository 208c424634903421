import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { checkRecord } from './check-record.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type CodeFault, type FaultKind, MOST_CODE, type Outcome } from './protocol.ts';
import { createSandbox, type Sandbox } from './quickjs.ts';
import { stripTypes } from './strip-types.ts';

const FILE = 'model.ts';
/** Jobs (awaited promises) between two looks at the clock. */
const JOBS_AT_ONCE = 100;
/** Time to describe what went wrong. */
const DESCRIBE_MS = 200;

/**
 * Runs a person's code and gives the model that it made, as a checked description. Never throws: whatever happens is an outcome,
 * within the limits. The QuickJS must be fresh and is not to be used again.
 */
export function evaluate(quickjs: QuickJSWASMModule, code: string, limits: Limits = LIMITS): Outcome {
  if (code.length > MOST_CODE)
    return failed('size', `The code is longer than ${MOST_CODE.toLocaleString('en')} characters.`);
  const stripped = stripTypes(code);
  if (!stripped.ok) {
    const { what, line } = stripped;
    return failed('code', `${what} is not taken here. Try: TypeScript whose types can be left out.`, line);
  }
  try {
    return run(createSandbox(quickjs, limits), stripped.code, limits);
  } catch (error) {
    // The stack of the host gave out before the limit did.
    if (error instanceof RangeError) return failed('depth', DEEP);
    return failed('broken', `The code broke its sandbox: ${String(error).slice(0, 200)}`);
  }
}

const DEEP = 'The code calls itself too deeply.';
const RESULT = "import { recorded } from 'trainyard';\nexport const text = recorded();";
/** Describes a thrown value, whatever it is. */
const DESCRIBE = `(e) => {
  const text = (x, most) => String(x ?? '').slice(0, most);
  return JSON.stringify([text(e.name, 100), text(e.message ?? e, 1000), text(e.stack, 4000)]);
}`;

function run(sandbox: Sandbox, code: string, limits: Limits): Outcome {
  const { context } = sandbox;
  const describe = context.unwrapResult(context.evalCode(DESCRIBE, 'describe'));
  sandbox.allow(limits.milliseconds);
  const ran = runModule(sandbox, code, FILE);
  if ('error' in ran) return faultOf(sandbox, describe, ran.error, limits);
  const result = runModule(sandbox, RESULT, 'result');
  if ('error' in result) return faultOf(sandbox, describe, result.error, limits);
  return outcomeOf(sandbox, context.getProp(result.value, 'text'), limits);
}

type Ran = { readonly value: QuickJSHandle } | { readonly error: QuickJSHandle | null };

/** A module to its end, with all that it awaits; no error handle: it never ends. */
function runModule(sandbox: Sandbox, code: string, file: string): Ran {
  const { context, runtime } = sandbox;
  const result = context.evalCode(code, file, { type: 'module' });
  if (result.error) return { error: result.error };
  for (;;) {
    const jobs = runtime.executePendingJobs(JOBS_AT_ONCE);
    if (jobs.error) return { error: jobs.error };
    if (jobs.value === 0) break;
  }
  const state = context.getPromiseState(result.value);
  if (state.type === 'fulfilled') return { value: state.value };
  return { error: state.type === 'rejected' ? state.error : null };
}

function outcomeOf({ context }: Sandbox, text: QuickJSHandle, limits: Limits): Outcome {
  const length = context.typeof(text) === 'string' ? context.getNumber(context.getProp(text, 'length')) : 0;
  if (length > limits.resultCharacters) {
    const most = limits.resultCharacters.toLocaleString('en');
    return failed('size', `The model's description is longer than ${most} characters.`);
  }
  return checkRecord(context.getString(text));
}

function faultOf(
  sandbox: Sandbox,
  describe: QuickJSHandle,
  error: QuickJSHandle | null,
  limits: Limits,
): Outcome {
  const { context } = sandbox;
  if (error === null) return failed('time', 'The code waits for something that never comes.');
  if (sandbox.timedOut()) return failed('time', `The code ran longer than ${limits.milliseconds / 1000} s.`);
  sandbox.allow(DESCRIBE_MS);
  const described = context.callFunction(describe, context.undefined, error);
  if (described.error) return failed('code', 'The code threw something that cannot be read.');
  const [name = '', message = '', stack = ''] = JSON.parse(context.getString(described.value)) as string[];
  const kind = KINDS[message] ?? 'code';
  const text = kind === 'code' ? sentence(name, message) : LIMIT_TEXTS[kind];
  const place = /(?<![\w/])model\.ts:(\d+)(?::(\d+))?/.exec(stack);
  return failed(kind, text, place ? Number(place[1]) : null, place?.[2] ? Number(place[2]) : null);
}

const KINDS: Readonly<Record<string, 'memory' | 'depth'>> = {
  'out of memory': 'memory',
  'stack overflow': 'depth',
};
const LIMIT_TEXTS = { memory: 'The code needs too much memory.', depth: DEEP };

/** Our own errors say where they are; the language's say what they are. */
const sentence = (name: string, message: string): string =>
  name === 'TrainyardError' || name === '' ? message : `${name}: ${message}`;

function failed(
  kind: FaultKind,
  message: string,
  line: number | null = null,
  column: number | null = null,
): Outcome {
  const fault: CodeFault = { kind, message, line, column };
  return { ok: false, fault };
}
