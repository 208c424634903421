import { invariant } from '../core/invariant.ts';
import type { Builder } from '../graph/ir/builder.ts';
import type { Instr, ValueId } from '../graph/ir/graph.ts';
import { cast } from '../graph/ops/cast.ts';
import { concatenate } from '../graph/ops/concatenate.ts';
import { stack } from '../graph/ops/stack.ts';
import { updateRows } from '../graph/ops/update-rows.ts';
import type { RowRule } from '../nn/optimizers/optimizer.ts';
import type { Weight } from '../nn/weight.ts';
import type { NonFiniteGuard } from './non-finite-guard.ts';
import { CLOCK, ownName, rowSlotName, touchedName } from './weight-layout.ts';

/** A table and the gradient of the loss by it. */
export interface TableGradient {
  readonly table: Weight;
  readonly gradient: ValueId;
}

/** One step of an optimizer on tables: of each only the rows that the batch looked up. */
export function updateTables(
  b: Builder,
  { average }: RowRule,
  tables: readonly TableGradient[],
  guard: NonFiniteGuard,
): void {
  const names = ['learning_rate', ...(average === null ? [] : [average.keep, average.take, average.epsilon])];
  // Computed beside the losses, which costs no dispatch.
  const [numbers, clock] = b.mark('', 'loss', () => [
    stack(b, [guard.flag, ...names.map((name) => b.scalar(name))]),
    average === null ? null : guard.count(b.input('variable', CLOCK, 'uint32', [])),
  ]);
  const producer = new Map(b.instructions.flatMap((i) => i.outputs.map((v) => [v, i] as const)));
  for (const { table, gradient } of tables) {
    const lookups = lookupsOf(producer, gradient);
    if (lookups.length === 0) continue;
    const { shape } = table;
    const own = [b.input('variable', ownName(table), 'float32', shape)];
    if (average !== null) own.push(b.input('variable', rowSlotName(average.slot, table), 'float32', shape));
    if (average !== null) own.push(b.input('variable', touchedName(table), 'uint32', shape.slice(0, 1)));
    const [weights, averages, touched] = own as [ValueId, ValueId?, ValueId?];
    const joined = join(b, lookups);
    const state = clock === null ? {} : { average: averages, touched, clock };
    const changed = updateRows(b, { table: weights, ...state, numbers, ...joined });
    own.forEach((variable, i) => {
      b.assign(variable, changed[i]!);
    });
  }
}

interface Lookup {
  readonly indices: ValueId;
  readonly gradients: ValueId;
}

/** What was looked up, from the sum of `embedding_grad` that autodiff made of it; nothing where the loss does not depend on it. */
function lookupsOf(producer: ReadonlyMap<ValueId, Instr>, gradient: ValueId): Lookup[] {
  const { op, inputs } = producer.get(gradient)!;
  if (op === 'reshape' || op === 'add') return inputs.flatMap((v) => lookupsOf(producer, v));
  if (op === 'broadcast_in_dim') return [];
  invariant(op === 'embedding_grad', `rows of a table are looked up and nothing else, not ${op}`);
  return [{ indices: inputs[0]!, gradients: inputs[1]! }];
}

/** Several lookups as one, one behind the other. */
function join(b: Builder, lookups: readonly Lookup[]): Lookup {
  if (lookups.length === 1) return lookups[0]!;
  return {
    indices: concatenate(
      b,
      lookups.map(({ indices }) => cast(b, indices, 'int32')),
      0,
    ),
    gradients: concatenate(
      b,
      lookups.map(({ gradients }) => gradients),
      0,
    ),
  };
}
