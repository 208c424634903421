import { isWithin } from '../train/call-values.ts';
import { activationsOfCall, type NamedArray, weightsOfCall } from '../train/inspect-call.ts';
import type { CompiledStep } from '../train/program.ts';
import { activationsShown } from './call-values.ts';
import { histogram } from './histogram.ts';
import type { OpenRun } from './open-run.ts';
import { planRows } from './plan-info.ts';
import type { InspectInfo, WireTensor } from './protocol.ts';

/** Elements of a weight that are looked at, and that are sent. */
const MOST_READ = 1 << 22;
const MOST_SENT = 1 << 18;

/** What is inside one call: weights with their histograms, its values for a sample, and the kernels it became. */
export async function inspectInfo(
  run: OpenRun,
  plan: CompiledStep['plan'],
  times: readonly number[] | null,
  id: string,
  sample: number,
): Promise<InspectInfo> {
  const { session, engine, feeds } = run;
  const last = feeds.validation.feed.samples - 1;
  const weights = await weightsOfCall(session, id, MOST_READ);
  const at = Math.max(0, Math.min(sample, last));
  const activations = await activationsOfCall(engine, session, id, at);
  return {
    id,
    weights: weights.map(({ name, array }) => ({
      name,
      tensor: sent(array),
      histogram: histogram(array.data as Float32Array),
    })),
    activations: activationsShown(run, id, at, activations).map((one) => ({
      ...one,
      tensor: sent(one.tensor),
    })),
    kernels: planRows(plan, times).filter((row) => row.where.some((where) => isWithin(where, id))),
  };
}

/** A tensor as it travels: of large ones the first rows. */
function sent({ shape, data }: Pick<NamedArray['array'], 'shape' | 'data'>): WireTensor {
  const values = data as Float32Array;
  if (values.length <= MOST_SENT) return { shape, data: values };
  const rows = Math.max(1, Math.floor((shape[0]! * MOST_SENT) / values.length));
  const part = [rows, ...shape.slice(1)];
  return { shape: part, data: values.slice(0, (values.length / shape[0]!) * rows) };
}
