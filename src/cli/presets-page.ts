import type { Preset, PresetParam } from '../presets/preset.ts';
import { PRESETS } from '../presets/table.ts';
import { GOALS } from './presets-goals.ts';
import type { ReportRow } from './report-row.ts';

/** `docs/presets.md`: the table of what was measured, and a page for each preset from its declarations. */
export function presetsPage(rows: readonly ReportRow[]): string {
  return `${[INTRODUCTION, table(rows), NOTES, ...PRESETS.map((preset) => section(preset, rows))].join('\n\n')}\n`;
}

const INTRODUCTION = `# Presets

Written by \`npm run presets:report\` from the declarations in \`src/presets/\` and from training runs in Node on Dawn.
\`npm run train -- <preset> --size quick|default|seed\` trains one of them; every setting below is also an option there.`;

const NOTES = `Accuracies are those after the last epoch, on data that training never saw; the base rate is that of always giving the
most frequent answer. Seconds are those of training alone, on two processor cores that do a GPU's work (SwiftShader) and had other work
beside it: a GPU of a laptop takes a fraction of them. Where a line has fewer epochs than its size, as many as the time allowed were trained,
and the schedule of the learning rate ended with them.

A line that changes settings of \`default\` is a smaller model, fewer samples or coarser pictures, chosen so that the run fits into ten to twenty
minutes of this adapter; it says nothing of how far \`default\` itself gets. Goals are for \`default\`; questions have theirs by kind: 90 % of
those about one object of a scene and 63 % of those about several, 25 points above the base rate for each kind about a clip.
What is known of goals that are missed: [notes/presets.md](notes/presets.md).`;

const HEAD = [
  'preset',
  'size',
  'parameters',
  'accuracy',
  'goal',
  'base rate',
  'epochs',
  'seconds',
  'seed',
  'adapter',
];

function table(rows: readonly ReportRow[]): string {
  const order = (row: ReportRow) => PRESETS.findIndex((p) => p.id === row.preset);
  const sorted = [...rows].sort((a, b) => order(a) - order(b));
  return markdown(HEAD, sorted.map(cells));
}

function cells(row: ReportRow): string[] {
  const outputs = Object.keys(row.accuracy);
  const each = (values: Readonly<Record<string, number>>) =>
    outputs.map((name) => (outputs.length === 1 ? '' : `${name} `) + percent(values[name])).join(', ');
  const changed = Object.entries(row.changed).map(([id, value]) => `${id}: ${value}`);
  return [
    `\`${row.preset}\``,
    [row.size, ...changed].join(', '),
    row.parameters.toLocaleString('en'),
    each(row.accuracy),
    each(GOALS[row.preset] ?? {}),
    each(row.baseRates),
    row.epochs === row.allEpochs ? String(row.epochs) : `${row.epochs} of ${row.allEpochs}`,
    row.seconds.toFixed(0),
    String(row.seed),
    row.adapter,
  ];
}

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;

function section(preset: Preset, rows: readonly ReportRow[]): string {
  const own = rows.filter((row) => row.preset === preset.id);
  return [
    `## ${preset.title} (\`${preset.id}\`)`,
    `${preset.teaches} Data: ${preset.data}.`,
    preset.about,
    ...own.filter((row) => row.curve.length > 1).map(curve),
    ...own.filter((row) => row.groups.length > 0).map(groups),
    ['What to try:', ...preset.tryThis.map((text) => `- ${text}`)].join('\n'),
    markdown(['setting', 'quick', 'default', 'seed', 'range'], preset.params.map(setting)),
  ].join('\n\n');
}

const nameOf = ({ size, changed }: ReportRow): string =>
  [size, ...Object.entries(changed).map(([id, value]) => `${id}: ${value}`)].join(', ');

const curve = (row: ReportRow): string =>
  `${nameOf(row)}, accuracy after each epoch: ${row.curve.map(percent).join(', ')}.`;

function groups(row: ReportRow): string {
  const lines = row.groups.map((g) => [g.name, String(g.samples), percent(g.accuracy), percent(g.baseRate)]);
  return `${nameOf(row)}, by kind:\n\n${markdown(['kind', 'samples', 'accuracy', 'base rate'], lines)}`;
}

function setting({ id, values, kind, options, min, max, unit }: PresetParam): string[] {
  const range = kind === 'choice' ? options!.join(' / ') : kind === 'flag' ? 'yes / no' : `${min} to ${max}`;
  const value = (size: 'quick' | 'default' | 'seed') => String(values[size]);
  return [`\`${id}\``, value('quick'), value('default'), value('seed'), unit ? `${range} ${unit}` : range];
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
