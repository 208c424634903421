/** What is wrong with a row of a person's file; rows and columns count from 1, row 1 is the header. */
export interface Problem {
  readonly row: number;
  readonly column?: string;
  readonly message: string;
}

/** One row with the place where it begins. */
export interface CsvRow {
  readonly row: number;
  readonly fields: readonly string[];
}

export interface ParsedCsv {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly Problem[];
}

/** Which characters end a field: the first of these that the first line holds outside quotes. */
const DELIMITERS = [',', ';', '\t'];

/** The delimiter that the first line uses; a comma where it has none. */
export function detectDelimiter(text: string): string {
  const end = text.search(/[\r\n]/);
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  return DELIMITERS.find((delimiter) => line.includes(delimiter)) ?? ',';
}

/**
 * Rows of a CSV text (RFC 4180): fields in quotes may hold delimiters, line breaks and doubled quotes; lines end with
 * CRLF, LF or CR; empty lines are passed over. At most `maxRows` rows are read and `maxColumns` fields a row kept.
 * A quote that is never closed or followed by more text is a problem of its row, which is then left out.
 */
export function parseCsv(text: string, delimiter: string, maxRows: number, maxColumns: number): ParsedCsv {
  const reader = new CsvReader(text, delimiter, maxColumns);
  const rows: CsvRow[] = [];
  const problems: Problem[] = [];
  for (let row = 1; !reader.atEnd; row++) {
    const { fields, problem } = reader.readRow();
    if (problem !== null) problems.push({ row, message: problem });
    else if (fields.length > 1 || fields[0] !== '') rows.push({ row, fields });
    if (rows.length === maxRows && !reader.atEnd) {
      problems.push({ row: row + 1, message: `only the first ${maxRows} rows are read` });
      break;
    }
  }
  return { rows, problems };
}

class CsvReader {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #maxColumns: number;
  #at = 0;

  constructor(text: string, delimiter: string, maxColumns: number) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#maxColumns = maxColumns;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  readRow(): { fields: string[]; problem: string | null } {
    const fields: string[] = [];
    let problem: string | null = null;
    for (;;) {
      const field = this.#text[this.#at] === '"' ? this.#quoted() : this.#plain();
      if (field === null) problem ??= 'a quote is not closed, or text follows it';
      else if (fields.length < this.#maxColumns) fields.push(field);
      else problem ??= `a row has more than ${this.#maxColumns} fields`;
      if (this.#text[this.#at] !== this.#delimiter) break;
      this.#at++;
    }
    this.#skipLineEnd();
    return { fields, problem };
  }

  #plain(): string {
    const start = this.#at;
    while (!this.#atFieldEnd()) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** The field's text, or null where its quotes are wrong; then reading goes on after the field. */
  #quoted(): string | null {
    let value = '';
    for (;;) {
      const close = this.#text.indexOf('"', this.#at + 1);
      if (close < 0) {
        this.#plain();
        return null;
      }
      value += this.#text.slice(this.#at + 1, close);
      this.#at = close + 1;
      if (this.#text[this.#at] !== '"') break;
      value += '"';
    }
    return this.#plain() === '' ? value : null;
  }

  #atFieldEnd(): boolean {
    const next = this.#text[this.#at];
    return next === undefined || next === this.#delimiter || next === '\n' || next === '\r';
  }

  #skipLineEnd(): void {
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] === '\n' && this.#at < this.#text.length) this.#at++;
  }
}
