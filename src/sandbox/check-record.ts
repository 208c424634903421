import { TrainyardError } from '../core/errors.ts';
import { optimizers } from '../nn/optimizers/table.ts';
import { checkedDescription, describedModel, type ModelDescription } from '../train/described-model.ts';
import type { Outcome } from './protocol.ts';

/** Layers in a description, those of nested models among them. */
const MOST_LAYERS = 2000;
/** Characters of a name. */
const LONGEST_NAME = 200;

/**
 * Checks what the code recorded as if anybody had written it: as data within limits first, then by making the model, which allocates
 * nothing. A fault has the line of the layer that it names.
 */
export function checkRecord(text: string): Outcome {
  let lines: Readonly<Record<string, number>> = {};
  try {
    const record = JSON.parse(text) as { description?: unknown; lines?: unknown };
    lines = checkedLines(record.lines);
    const description = checkedDescription(record.description);
    checkLayers(description);
    describedModel(description, optimizerOf(description));
    return { ok: true, description, lines };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, fault: { kind: 'code', message, line: lineOf(error, lines), column: null } };
  }
}

/** Whole numbers by name of a layer; anything else is left out. */
function checkedLines(given: unknown): Record<string, number> {
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const whole = entries.filter(([, line]) => Number.isInteger(line) && line > 0).slice(0, MOST_LAYERS);
  return Object.assign(Object.create(null), Object.fromEntries(whole));
}

/** Counts layers and looks at names, before anything is made. */
function checkLayers(description: ModelDescription): void {
  let layers = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { className, config } = value as { className?: unknown; config?: { name?: unknown } };
    if (typeof className === 'string') {
      layers++;
      checkName(config?.name);
    }
    if (layers > MOST_LAYERS) throw wrong(`must have at most ${MOST_LAYERS} layers`, 'more');
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(description.model);
}

function checkName(name: unknown): void {
  if (name === undefined) return;
  const fits = typeof name === 'string' && name.length <= LONGEST_NAME && name !== '__proto__';
  if (!fits)
    throw wrong(
      `names of layers must be texts of at most ${LONGEST_NAME} characters`,
      JSON.stringify(name).slice(0, 60),
    );
}

const wrong = (must: string, got: string): Error =>
  new TrainyardError('config', { where: 'model', must, got });

function optimizerOf({ compile: { optimizer } }: ModelDescription): object {
  const { name = 'rmsprop', config = {} } = optimizer ?? {};
  const known = Object.hasOwn(optimizers, name) ? optimizers[name as keyof typeof optimizers] : undefined;
  if (known !== undefined) return known(config);
  throw wrong(`optimizer must be one of ${Object.keys(optimizers).join(', ')}`, String(name).slice(0, 60));
}

/** The line of the layer with whose name the error begins. */
function lineOf(error: unknown, lines: Readonly<Record<string, number>>): number | null {
  if (!(error instanceof TrainyardError)) return null;
  const parts = error.facts.where.split(/[:/]/).map((part) => part.trim());
  const name = parts.find((part) => lines[part] !== undefined);
  return name === undefined ? null : lines[name]!;
}
