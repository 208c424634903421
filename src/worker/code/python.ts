import type { CompileChoices, LossChoice } from './compile-choices.ts';
import type { Ends, Make, Ref, Statement, Value } from './statements.ts';

/** The model in Python for Keras 3: a program that runs as it is. */
export function pythonCode(statements: readonly Statement[], choices: CompileChoices): string {
  const lines = ['import keras', '', ...statements.map(line), '', compileCall(choices), 'model.summary()'];
  return `${lines.join('\n')}\n`;
}

function line(statement: Statement): string {
  switch (statement.kind) {
    case 'input':
      return `${variable(statement.target)} = keras.Input(${keywords(statement.config)})`;
    case 'layer':
      return `${variable(statement.target)} = ${make(statement.layer)}`;
    case 'call': {
      const names = statement.targets.map(variable).join(', ');
      return `${names} = ${callee(statement.callee)}(${args(statement)})`;
    }
    case 'model': {
      const named = statement.name === null ? '' : `, name=${text(statement.name)}`;
      const between = `inputs=${ends(statement.inputs)}, outputs=${ends(statement.outputs)}`;
      return `${variable(statement.target)} = keras.Model(${between}${named})`;
    }
  }
}

const refs = (names: readonly string[]): string =>
  names.length === 1 ? variable(names[0]!) : `[${names.map(variable).join(', ')}]`;

const ends = ({ tensors, keys }: Ends): string =>
  keys === null
    ? refs(tensors)
    : `{${keys.map((key, i) => `${text(key)}: ${variable(tensors[i]!)}`).join(', ')}}`;

function args({ inputs, options }: Extract<Statement, { kind: 'call' }>): string {
  const given = Object.keys(options).length === 0 ? '' : `, ${keywords(options)}`;
  return `${refs(inputs)}${given}`;
}

const callee = (value: Make | Ref): string => ('ref' in value ? variable(value.ref) : make(value));

const MODULES = { layer: 'layers', initializer: 'initializers', regularizer: 'regularizers' } as const;

function make({ make: kind, className, config }: Make): string {
  const empty = kind === 'initializer' && Object.keys(config).length === 0;
  return empty ? text(snake(className)) : `keras.${MODULES[kind]}.${className}(${keywords(config)})`;
}

const keywords = (config: Readonly<Record<string, Value>>): string =>
  Object.entries(config)
    .map(([key, value]) => `${argument(key)}=${literal(value)}`)
    .join(', ');

/** Keras writes `beta_1`, and all else in snake case. */
const argument = (key: string): string => snake(key).replace(/^beta(\d)$/, 'beta_$1');

function literal(value: Value): string {
  if (typeof value === 'string') return text(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if ('ref' in value) return variable(value.ref);
  if ('make' in value) return make(value);
  return value.some((x) => typeof x === 'object' && x !== null && 'ref' in x)
    ? `[${value.map(literal).join(', ')}]`
    : tuple(value.map(literal));
}

const tuple = (items: readonly string[]): string => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const snake = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

const RESERVED = new Set([
  'keras',
  'lambda',
  'class',
  'def',
  'in',
  'is',
  'not',
  'and',
  'or',
  'if',
  'for',
  'import',
]);

function variable(name: string): string {
  const plain = name.replace(/\W+/g, '_');
  const safe = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  return RESERVED.has(safe) ? `${safe}_` : safe;
}

function compileCall({ optimizer, outputs, losses, lossWeights, metrics }: CompileChoices): string {
  const each = <T>(values: readonly T[], print: (x: T) => string): string =>
    outputs.length > 1
      ? `{${outputs.map((name, i) => `${text(name)}: ${print(values[i]!)}`).join(', ')}}`
      : print(values[0]!);
  const weighted = lossWeights.some((w) => w !== 1);
  return [
    'model.compile(',
    `    optimizer=keras.optimizers.${optimizer.className}(${keywords(optimizer.config)}),`,
    `    loss=${each(losses, lossText)},`,
    ...(weighted ? [`    loss_weights=${each(lossWeights, String)},`] : []),
    ...(metrics.some((m) => m.length > 0)
      ? [`    metrics=${each(metrics, (names) => `[${names.map(text).join(', ')}]`)},`]
      : []),
    ')',
  ].join('\n');
}

function lossText(loss: LossChoice | null): string {
  if (loss === null || typeof loss === 'string') return loss === null ? 'None' : text(loss);
  return `keras.losses.${loss.className}(${keywords(loss.options)})`;
}
