import { isNumber } from '../../data/csv.ts';
import { type CsvRow, detectDelimiter, parseCsv } from '../../data/csv-parse.ts';
import type { ColumnReport } from '../protocol.ts';

/** Rows that are looked at to tell what a column holds, and columns of a header. */
const LOOKED_AT = 200;
const MOST_COLUMNS = 1000;
const EXAMPLES = 3;
/** Characters of the file that hold these rows, unless they are very long. */
const HEAD = 1 << 20;

/** Headers that name what shall be predicted. */
const LABEL_NAMES = /^(label|class|target|species|category)$/i;

interface Asked {
  readonly label: string | null;
  readonly leftOut: readonly string[] | null;
}

/** What each column of a table is: as asked, else as its first rows suggest. Empty where there is no header. */
export function tableColumns(text: string, asked: Asked): ColumnReport[] {
  const head = text.slice(0, HEAD);
  const [header, ...rows] = parseCsv(head, detectDelimiter(head), LOOKED_AT + 1, MOST_COLUMNS).rows;
  const names = header?.fields.map((field) => field.trim()) ?? [];
  const columns = names.map((name, at) => ({ name, fields: fieldsOf(rows, at) }));
  const label = names.find((name) => name === asked.label) ?? guessedLabel(columns);
  const leftOut = new Set(asked.leftOut ?? columns.filter(isText).map(({ name }) => name));
  return columns.map(({ name, fields }) => ({
    name,
    role: name === label ? 'label' : leftOut.has(name) ? 'left-out' : 'number',
    examples: fields.slice(0, EXAMPLES),
  }));
}

interface Fields {
  readonly name: string;
  readonly fields: readonly string[];
}

const fieldsOf = (rows: readonly CsvRow[], at: number): string[] =>
  rows.flatMap(({ fields }) => (fields[at] === undefined ? [] : [fields[at].trim()]));

/** Whether most of what is written in a column are no numbers. */
const isText = ({ fields }: Fields): boolean =>
  fields.filter((field) => !isNumber(field)).length > fields.length / 2;

/** A column by its name, else the text with the fewest different words, else the last column. */
function guessedLabel(columns: readonly Fields[]): string | undefined {
  const named = columns.find(({ name }) => LABEL_NAMES.test(name));
  const different = ({ fields }: Fields) => new Set(fields).size;
  const texts = columns.filter((column) => isText(column) && different(column) > 1);
  const [fewest] = texts.toSorted((a, b) => different(a) - different(b));
  return (named ?? fewest ?? columns.at(-1))?.name;
}
