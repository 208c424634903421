import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrainyardError } from '../core/errors.ts';
import { type CsvReport, datasetFromCsv } from './csv.ts';
import { detectDelimiter, parseCsv } from './csv-parse.ts';
import type { Dataset } from './types.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const load = (text: string, label?: string): { dataset: Dataset; report: CsvReport } =>
  datasetFromCsv(bytes(text), { name: 'own.csv', label });
const fieldsOf = (text: string): (readonly string[])[] =>
  parseCsv(text, ',', 100, 10).rows.map(({ fields }) => fields);
const good = 'a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n';

describe('parseCsv', () => {
  it('reads quotes, doubled quotes, line breaks in quotes and every line end', () => {
    expect(fieldsOf('a,"b, c","say ""no"""\r\n"x\ny",,z\rlast')).toEqual([
      ['a', 'b, c', 'say "no"'],
      ['x\ny', '', 'z'],
      ['last'],
    ]);
    expect(fieldsOf('a\n\n"b"\n')).toEqual([['a'], ['b']]);
    expect(fieldsOf('')).toEqual([]);
  });

  it('reports a bad quote by its row and reads on', () => {
    const { rows, problems } = parseCsv('a,b\n"x"y,1\n2,3\n4,"5', ',', 100, 10);
    expect(rows.map(({ row }) => row)).toEqual([1, 3]);
    expect(problems.map(({ row }) => row)).toEqual([2, 4]);
  });

  it('stops at its limits', () => {
    const { rows, problems } = parseCsv('a\nb\nc\nd\n', ',', 2, 10);
    expect(rows).toHaveLength(2);
    expect(problems[0]!.message).toBe('only the first 2 rows are read');
    expect(parseCsv('1,2,3\n1,2\n', ',', 9, 2).problems[0]!.message).toContain('more than 2 fields');
  });

  it('finds the delimiter outside quotes', () => {
    expect(detectDelimiter('"a,b";c\n1,2')).toBe(';');
    expect(detectDelimiter('a\tb')).toBe('\t');
    expect(detectDelimiter('a')).toBe(',');
  });

  it('gives back whatever was written by the rules', () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\n', '\r\n', '""', ''));
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { maxLength: 8 });
    const write = (rows: string[][]): string =>
      rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    fc.assert(
      fc.property(table, (rows) => {
        expect(fieldsOf(write(rows))).toEqual(rows);
      }),
    );
  });
});

describe('datasetFromCsv', () => {
  it('makes normalised numbers and labels, a fifth of each class to validate', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${i * i}e-1,${i % 2 === 0 ? 'even' : 'odd'}`);
    const { dataset, report } = load(`n,square,parity\n${rows.join('\n')}`);
    expect([dataset.train.samples, dataset.validation.samples]).toEqual([40, 10]);
    expect(report).toMatchObject({ rows: 50, used: 50, features: ['n', 'square'], classes: ['even', 'odd'] });
    const { numbers, label } = dataset.train.columns;
    expect([numbers!.shape, label!.names]).toEqual([[2], ['even', 'odd']]);
    for (const k of [0, 1]) {
      const values = Array.from({ length: 40 }, (_, i) => numbers!.data[i * 2 + k]!);
      expect(values.reduce((a, b) => a + b) / 40).toBeCloseTo(0, 5);
      expect(values.reduce((a, b) => a + b * b, 0) / 40).toBeCloseTo(1, 4);
    }
    const { mean, deviation } = dataset.features![0]!;
    for (let i = 0; i < 40; i++) {
      const n = Math.abs(Math.round(numbers!.data[i * 2]! * deviation + mean));
      expect(label!.data[i]).toBe(n % 2);
    }
    expect(dataset.baseRates.label).toBe(0.5);
  });

  it('takes any column as the label', () => {
    const { dataset, report } = load('kind,a\nx,1\ny,2\nx,3\ny,4', 'kind');
    expect([report.features, dataset.classNames]).toEqual([['a'], ['x', 'y']]);
    expect(() => load(good, 'colour')).toThrow('own.csv: there must be a column "colour". Try: a, b, kind.');
  });

  it('leaves out rows with problems and says which and why', () => {
    const { report } = load(`${good}oops,1,x\n1,2\n9,9,\n1,1e99,x\n2,2,"x`);
    expect(report.used).toBe(4);
    expect(report.problems).toEqual([
      { row: 6, column: 'a', message: '"oops" is not a number' },
      { row: 7, message: 'the row has 2 fields, the header 3' },
      { row: 8, column: 'kind', message: 'the label is missing' },
      { row: 9, column: 'b', message: '"1e99" is not a number' },
      { row: 10, message: 'a quote is not closed, or text follows it' },
    ]);
  });

  it('refuses files that no model can learn from', () => {
    expect(() => load('')).toThrow('own.csv: the file must have 1 to');
    expect(() => load('a\n1\n')).toThrow('at least two columns');
    expect(() => load('a,a\n1,x\n')).toThrow('"a" twice');
    expect(() => load('a,b\n1,x\n2,x\n3,x\n4,x')).toThrow('got 4 rows with 1 labels');
    expect(() => load('a,b\nq,x\n')).toThrow('first problem: row 2');
    expect(() => datasetFromCsv(Uint8Array.of(0xff, 0xfe, 0x41), { name: 'own.csv' })).toThrow('UTF-8');
    expect(() => datasetFromCsv(new Uint8Array(65 * 2 ** 20), { name: 'own.csv' })).toThrow('67108864 bytes');
  });

  it('answers any input with data or with an error of its own', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('1', '-2.5', 'x', ',', '"', '\n', ';', '')).map((p) => `a,b\n${p.join('')}`),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          const { dataset, report } = load(input);
          expect(dataset.train.samples + dataset.validation.samples).toBe(report.used);
          for (const value of dataset.train.columns.numbers!.data) expect(Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(TrainyardError);
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 200), seed: 5 },
    );
  });
});
