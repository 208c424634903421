import { interopError } from '../../core/errors.ts';
import type { Preset } from '../../presets/preset.ts';
import { type Fit, fitOf } from '../../train/checkpoint/restore.ts';
import type { TrainingSession } from '../../train/training-session.ts';
import { describedRequest } from '../described-preset.ts';
import type { RunRequest } from '../open-run.ts';
import { requestOf } from '../request.ts';
import type { RunFile } from './run-file.ts';

/** Which tensors of a file a run can take. */
export function fitOfFile(session: TrainingSession, { tensors, strange }: RunFile): Fit {
  const { fitted, misfits } = fitOf(session, tensors);
  const others = strange.map((name) => ({ name, why: 'holds no floating-point numbers' }));
  return { fitted, misfits: [...misfits, ...others] };
}

/** What the run of a file was made from. Errors where the file is of no run, or its settings are none of the preset's. */
export function storedRequest({ about, state }: RunFile, presetOf?: (id: string) => Preset): RunRequest {
  if (about === null || state === null) {
    throw interopError({
      where: 'file',
      must: 'must hold a run of this page to be opened by itself',
      got: 'tensors alone',
      try: 'opening the preset that it is for, and then the file',
    });
  }
  const { preset, size, values, extras, seed, model } = about;
  const controls = { ...extras, ...values };
  const request = requestOf(
    { type: 'open', preset, size, controls, seed, tune: false, resume: true },
    presetOf,
  );
  return model === undefined ? request : describedRequest(request, request.preset, model);
}
