import type { OpenRun } from '../open-run.ts';
import type { ModelInfo } from '../protocol.ts';
import { compileChoices } from './compile-choices.ts';
import { pythonCode } from './python.ts';
import { statementsOf } from './statements.ts';
import { typescriptCode } from './typescript.ts';

/** The run's model as code: in this project's API, and in Python for Keras. */
export function modelCode(open: OpenRun): ModelInfo['code'] {
  const statements = statementsOf(open.built.model);
  const choices = compileChoices(open);
  return { typescript: typescriptCode(statements, choices), python: pythonCode(statements, choices) };
}
