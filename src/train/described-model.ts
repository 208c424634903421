import { configError, TrainyardError } from '../core/errors.ts';
import { modelFromJSON } from '../nn/deserialize.ts';
import { losses } from '../nn/losses/table.ts';
import { metrics as allMetrics } from '../nn/metrics/table.ts';
import type { AnyModel } from '../nn/model.ts';
import type { SerializedLayer } from '../nn/serialize-layer.ts';

/** A model with what `compile` chose, as plain data: what the code editor's sandbox gives back. */
export interface ModelDescription {
  /** What `model.toJSON()` gives. */
  readonly model: SerializedLayer;
  readonly compile: CompileDescription;
}

export interface CompileDescription {
  /** By name, with options that differ from the defaults. */
  readonly optimizer?: { readonly name: string; readonly config?: Readonly<Record<string, unknown>> };
  /** One for all outputs, a list, or by output. */
  readonly loss: PerOutput<Choice | null>;
  readonly lossWeights?: PerOutput<number>;
  readonly metrics?:
    | readonly (Choice | readonly Choice[])[]
    | Readonly<Record<string, Choice | readonly Choice[]>>;
}

/** A loss or metric by name, or by the name of its function with options: `{ name: 'huber', options: { delta: 2 } }`. */
type Choice = string | { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** Characters of a description, and levels of nesting in it. */
const MOST_CHARACTERS = 2_000_000;
const DEEPEST = 64;

/** Checks that something is a description at all, within limits, before anything is made of it. */
export function checkedDescription(given: unknown): ModelDescription {
  const text = deepest(given, DEEPEST) ? JSON.stringify(given) : undefined;
  if (text === undefined || text.length > MOST_CHARACTERS) {
    throw broken(`be at most ${MOST_CHARACTERS} characters and ${DEEPEST} levels deep`, 'more');
  }
  const description = JSON.parse(text) as Partial<ModelDescription> | null;
  if (!isRecord(description) || !isRecord(description.model) || !isRecord(description.compile)) {
    throw broken("have a 'model' and a 'compile'", text.slice(0, 40));
  }
  const { loss } = description.compile as Partial<CompileDescription>;
  if (typeof loss !== 'string' && (typeof loss !== 'object' || loss === null))
    throw broken('name a loss, or one for each output', String(loss));
  return description as ModelDescription;
}

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** Whether a value is nested at most `levels` deep. */
function deepest(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => deepest(inner, levels - 1));
}

/** The model, compiled with this optimizer. Errors where the description makes no model. */
export function describedModel({ model, compile }: ModelDescription, optimizer: object): AnyModel {
  const { loss, lossWeights, metrics } = compile;
  try {
    const made = modelFromJSON(model);
    made.compile({
      optimizer,
      loss: chosen(losses, loss) as string,
      lossWeights,
      metrics: chosen(allMetrics, metrics) as string[] | undefined,
    });
    return made;
  } catch (error) {
    // Data of the wrong form fails anywhere.
    if (error instanceof TrainyardError) throw error;
    throw broken('make a model', error instanceof Error ? error.message : String(error));
  }
}

/** The same with every `{ name, options }` made into what it names, at whatever place. */
function chosen(table: object, given: unknown): unknown {
  if (Array.isArray(given)) return given.map((one) => chosen(table, one));
  if (!isRecord(given)) return given;
  const { name, options } = given;
  if (typeof name !== 'string' || !isRecord(options))
    return Object.fromEntries(Object.entries(given).map(([output, one]) => [output, chosen(table, one)]));
  if (Object.hasOwn(table, name))
    return (table as Record<string, (options: object) => unknown>)[name]!(options);
  throw broken(`name one of ${Object.keys(table).join(', ')}`, name);
}

const broken = (must: string, got: string): Error =>
  configError({ where: 'description of the model', must: `must ${must}`, got });
