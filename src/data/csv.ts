import { dataError } from '../core/errors.ts';
import { idColumn, numberColumn } from './column.ts';
import { type CsvRow, detectDelimiter, type Problem, parseCsv } from './csv-parse.ts';
import { GrowingSplit } from './growing-split.ts';
import { mostFrequentShare } from './measure.ts';
import { splitByLabel } from './own-split.ts';
import type { Dataset, Feature, Split } from './types.ts';
import { wholeDataset } from './whole.ts';

/** What a person's table may hold at most. */
export const CSV_LIMITS = { bytes: 64 * 2 ** 20, rows: 200_000, columns: 1000, classes: 1000, problems: 200 };

export interface CsvOptions {
  /** Name of the file, for errors and provenance. */
  readonly name: string;
  /** Header of the column with the labels; default the last column. */
  readonly label?: string;
  /** Headers of columns that are no features; default none. */
  readonly leaveOut?: readonly string[];
  /** Of the division into training and validation; default 1. */
  readonly seed?: number;
}

/** What was found in a file, row by row; rows with a problem are left out of the data. */
export interface CsvReport {
  readonly rows: number;
  readonly used: number;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  /** The first 200 problems. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

interface Sample {
  readonly numbers: readonly number[];
  readonly label: string;
}

/**
 * A data set from a table with a header, numeric columns and one column of labels: columns `numbers` (features),
 * normalised by the training rows, and `label`. Nothing is sent anywhere. Errors: DataError when the file is too large,
 * has no header, no numeric column, or fewer than two classes are left.
 */
export function datasetFromCsv(
  bytes: Uint8Array,
  options: CsvOptions,
): { readonly dataset: Dataset; readonly report: CsvReport } {
  const { name } = options;
  checkSize(name, bytes.length);
  const text = decodeText(name, bytes);
  const parsed = parseCsv(text, detectDelimiter(text), CSV_LIMITS.rows + 1, CSV_LIMITS.columns);
  const [header, ...body] = parsed.rows;
  const layout = readHeader(options, header);
  const problems = [...parsed.problems];
  const samples = body.flatMap((row) => readSample(row, layout, problems));
  const classes = classesOf(name, samples, problems);
  problems.sort((a, b) => a.row - b.row);
  return {
    dataset: build(options, layout.features, samples, classes),
    report: {
      rows: body.length + parsed.problems.length,
      used: samples.length,
      features: layout.features,
      classes,
      problems: problems.slice(0, CSV_LIMITS.problems),
      problemCount: problems.length,
    },
  };
}

function checkSize(name: string, size: number): void {
  if (size > 0 && size <= CSV_LIMITS.bytes) return;
  const must = `the file must have 1 to ${CSV_LIMITS.bytes} bytes`;
  throw dataError({ where: name, must, got: `${size}`, try: 'a table with fewer rows' });
}

function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw dataError(
      { where: name, must: 'the file must be text in UTF-8', try: 'save it as CSV UTF-8' },
      { cause },
    );
  }
}

/** Which column is what. */
interface Layout {
  readonly width: number;
  readonly headers: readonly string[];
  readonly labelAt: number;
  /** Places and names of the numeric columns. */
  readonly featuresAt: readonly number[];
  readonly features: readonly string[];
}

function readHeader({ name, label, leaveOut = [] }: CsvOptions, header: CsvRow | undefined): Layout {
  const headers = header?.fields.map((field) => field.trim()) ?? [];
  if (headers.length < 2) {
    const must = 'the first row must name at least two columns';
    throw dataError({
      where: name,
      must,
      got: `${headers.length}`,
      try: 'a header with commas between the names',
    });
  }
  const twice = headers.find((text, i) => headers.indexOf(text) !== i);
  if (twice !== undefined) {
    throw dataError({ where: name, must: 'column names must differ', got: `"${twice}" twice` });
  }
  const labelAt = label === undefined ? headers.length - 1 : headers.indexOf(label);
  if (labelAt < 0) {
    throw dataError({ where: name, must: `there must be a column "${label}"`, try: headers.join(', ') });
  }
  const left = new Set(leaveOut);
  const featuresAt = [...headers.keys()].filter((i) => i !== labelAt && !left.has(headers[i]!));
  if (featuresAt.length === 0) {
    throw dataError({ where: name, must: 'at least one column of numbers must be left', got: 'none' });
  }
  const features = featuresAt.map((i) => headers[i]!);
  return { width: headers.length, headers, labelAt, featuresAt, features };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The row as a sample, or nothing and a line in `problems`. */
function readSample({ row, fields }: CsvRow, layout: Layout, problems: Problem[]): Sample[] {
  if (fields.length !== layout.width) {
    problems.push({ row, message: `the row has ${fields.length} fields, the header ${layout.width}` });
    return [];
  }
  const found = fields.map((field) => field.trim());
  const bad = layout.featuresAt.find((i) => !isNumber(found[i]!));
  if (bad !== undefined) {
    problems.push({
      row,
      column: layout.headers[bad]!,
      message: `"${shorten(found[bad]!)}" is not a number`,
    });
    return [];
  }
  const label = found[layout.labelAt]!;
  if (label === '') {
    problems.push({ row, column: layout.headers[layout.labelAt]!, message: 'the label is missing' });
    return [];
  }
  return [{ label, numbers: layout.featuresAt.map((i) => Number(found[i])) }];
}

/** Whether a field is a number that is finite in float32 too. */
export function isNumber(field: string): boolean {
  return NUMBER.test(field) && Number.isFinite(Math.fround(Number(field)));
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function classesOf(name: string, samples: readonly Sample[], problems: readonly Problem[]): string[] {
  const classes = [...new Set(samples.map(({ label }) => label))].sort();
  if (classes.length >= 2 && classes.length <= CSV_LIMITS.classes && samples.length >= 4) return classes;
  const first = problems[0];
  const hint = first === undefined ? '' : `; first problem: row ${first.row}, ${first.message}`;
  throw dataError({
    where: name,
    must: `at least 4 good rows with 2 to ${CSV_LIMITS.classes} different labels must be left`,
    got: `${samples.length} rows with ${classes.length} labels${hint}`,
    try: 'another label column, or rows with numbers in every other column',
  });
}

function build(
  { name, seed = 1 }: CsvOptions,
  features: readonly string[],
  samples: readonly Sample[],
  classes: readonly string[],
): Dataset {
  const ids = new Map(classes.map((label, id) => [label, id]));
  const labels = samples.map(({ label }) => ids.get(label)!);
  const parts = splitByLabel(labels, seed);
  const scales = features.map((feature, k) =>
    scaleOf(
      feature,
      parts.train.map((i) => samples[i]!.numbers[k]!),
    ),
  );
  const split = (rows: readonly number[]): Split =>
    new GrowingSplit(rows.length, [
      numberColumn('numbers', normalised(rows, samples, scales), [features.length]),
      idColumn(
        'label',
        Int32Array.from(rows, (i) => labels[i]!),
        classes,
      ),
    ]);
  const validation = split(parts.validation);
  return wholeDataset({
    id: 'csv',
    title: name,
    train: split(parts.train),
    validation,
    classNames: classes,
    features: scales,
    baseRates: { label: mostFrequentShare(validation.columns.label!.data) },
    provenance: {
      source: name,
      origin: 'A file of yours',
      licence: 'Yours',
      description: `${samples.length} rows, ${features.length} numeric columns, ${classes.length} classes.`,
    },
  });
}

/** Mean and standard deviation of a column; a constant column is only shifted. */
function scaleOf(name: string, values: readonly number[]): Feature {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { name, log: false, mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** The numbers of `rows`, [rows, features]. */
function normalised(
  rows: readonly number[],
  samples: readonly Sample[],
  scales: readonly Feature[],
): Float32Array {
  const out = new Float32Array(rows.length * scales.length);
  for (const [i, row] of rows.entries()) {
    for (const [k, { mean, deviation }] of scales.entries()) {
      out[i * scales.length + k] = (samples[row]!.numbers[k]! - mean) / deviation;
    }
  }
  return out;
}
