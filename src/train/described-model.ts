import { configError, TrainyardError } from '../core/errors.ts';
import { modelFromJSON } from '../nn/deserialize.ts';
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
  /** By name: one for all outputs, or by output. */
  readonly loss: string | Readonly<Record<string, string | null>>;
  readonly lossWeights?: Readonly<Record<string, number>>;
  readonly metrics?: readonly string[] | Readonly<Record<string, readonly string[]>>;
}

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
  if (typeof loss !== 'string' && !isRecord(loss))
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
    made.compile({ optimizer, loss, lossWeights, metrics });
    return made;
  } catch (error) {
    // Data of the wrong form fails anywhere.
    if (error instanceof TrainyardError) throw error;
    throw broken('make a model', error instanceof Error ? error.message : String(error));
  }
}

const broken = (must: string, got: string): Error =>
  configError({ where: 'description of the model', must: `must ${must}`, got });
