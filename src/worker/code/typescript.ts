import type { CompileChoices, LossChoice } from './compile-choices.ts';
import type { Ends, Make, Ref, Statement, Value } from './statements.ts';

/** The model in this project's API, ready for the code editor. */
export function typescriptCode(statements: readonly Statement[], choices: CompileChoices): string {
  const body = [...statements.map(line), '', compileCall(choices)].join('\n');
  const used = EXPORTS.filter((name) => new RegExp(`\\b${name}\\b[.(]`).test(body));
  return `import { ${used.join(', ')} } from 'trainyard';\n\n${body}\n`;
}

/** What the package offers to write a model with. */
const EXPORTS = ['input', 'layers', 'losses', 'model', 'optimizers'];

function line(statement: Statement): string {
  switch (statement.kind) {
    case 'input':
      return `const ${variable(statement.target)} = input(${record(statement.config)});`;
    case 'layer':
      return `const ${variable(statement.target)} = ${make(statement.layer)};`;
    case 'call':
      return `const ${targets(statement.targets)} = ${callee(statement.callee)}(${args(statement)});`;
    case 'model': {
      const { inputs, outputs, name } = statement;
      const named = name === null ? '' : `, name: ${text(name)}`;
      return `const ${variable(statement.target)} = model({ inputs: ${ends(inputs)}, outputs: ${ends(outputs)}${named} });`;
    }
  }
}

const targets = (names: readonly string[]): string =>
  names.length === 1 ? variable(names[0]!) : `[${names.map(variable).join(', ')}]`;

const refs = (names: readonly string[]): string =>
  names.length === 1 ? variable(names[0]!) : `[${names.map(variable).join(', ')}]`;

const ends = ({ tensors, keys }: Ends): string =>
  keys === null
    ? refs(tensors)
    : `{ ${keys.map((key, i) => `${property(key)}: ${variable(tensors[i]!)}`).join(', ')} }`;

const property = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key));

function args({ inputs, options }: Extract<Statement, { kind: 'call' }>): string {
  const given = Object.keys(options).length === 0 ? '' : `, ${record(options)}`;
  return `${refs(inputs)}${given}`;
}

const callee = (value: Make | Ref): string => ('ref' in value ? variable(value.ref) : make(value));

function make({ make: kind, className, config }: Make): string {
  const empty = Object.keys(config).length === 0;
  if (kind === 'layer') return `layers.${factory(className)}(${empty ? '' : record(config)})`;
  if (empty) return text(snake(className));
  return `{ className: ${text(className)}, config: ${record(config)} }`;
}

const record = (config: Readonly<Record<string, Value>>): string =>
  `{ ${Object.entries(config)
    .map(([key, x]) => `${property(key)}: ${literal(x)}`)
    .join(', ')} }`;

function literal(value: Value): string {
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value !== 'object') return String(value);
  if ('ref' in value) return variable(value.ref);
  return 'make' in value ? make(value) : `[${value.map(literal).join(', ')}]`;
}

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** `MaxPooling2D` → `maxPooling2d`, `LSTM` → `lstm`: how the table of layers names its rows. */
const factory = (className: string): string =>
  className === className.toUpperCase()
    ? className.toLowerCase()
    : `${className[0]!.toLowerCase()}${className.slice(1)}`.replace(/(\d)D/, '$1d');

const snake = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** Words that a variable cannot be named, and what it is named instead. The outermost model is called `model`. */
const RESERVED = new Set([
  ...EXPORTS,
  'default',
  'new',
  'class',
  'function',
  'const',
  'delete',
  'in',
  'of',
  'switch',
]);

function variable(name: string): string {
  const camel = name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) =>
    (next ?? '').toUpperCase(),
  );
  const safe = /^[A-Za-z]/.test(camel) ? camel : `_${camel}`;
  if (safe === 'model') return 'network';
  return RESERVED.has(safe) ? `${safe}_` : safe;
}

function compileCall({ optimizer, outputs, losses, lossWeights, metrics }: CompileChoices): string {
  const several = outputs.length > 1;
  const each = <T>(values: readonly T[], print: (x: T) => string): string =>
    several
      ? `{ ${outputs.map((name, i) => `${property(name)}: ${print(values[i]!)}`).join(', ')} }`
      : print(values[0]!);
  const lists = each(metrics, (names) => `[${names.map(text).join(', ')}]`);
  const weighted = lossWeights.some((w) => w !== 1);
  return [
    'network.compile({',
    `  optimizer: optimizers.${optimizer.className.toLowerCase()}(${record(optimizer.config)}),`,
    `  loss: ${each(losses, lossText)},`,
    ...(weighted ? [`  lossWeights: ${each(lossWeights, String)},`] : []),
    ...(metrics.some((m) => m.length > 0) ? [`  metrics: ${lists},`] : []),
    '});',
  ].join('\n');
}

function lossText(loss: LossChoice | null): string {
  if (loss === null || typeof loss === 'string') return loss === null ? 'null' : text(loss);
  return `losses.${factory(loss.className)}(${record(loss.options)})`;
}
