import { interopError } from '../core/errors.ts';

/** JSON with nothing hidden: objects are maps, so that no name means anything to the host. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

export interface JsonLimits {
  /** How deep arrays and objects may nest. */
  readonly depth: number;
  /** Values in all, whatever their kind. */
  readonly values: number;
}

/**
 * Reads JSON (RFC 8259) within limits. Errors (InteropError, `where` first) name the place: what is no JSON, what is too deep or too
 * much, a name that comes twice in one object.
 */
export function parseBoundedJson(where: string, text: string, limits: JsonLimits): JsonValue {
  const parser = new Parser(where, text, limits);
  return parser.whole();
}

const SPACE = /[\t\n\r ]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: Readonly<Record<string, JsonValue>> = { t: true, f: false, n: null };

class Parser {
  private at = 0;
  private values = 0;

  constructor(
    private readonly where: string,
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  whole(): JsonValue {
    const value = this.value(0);
    this.take(SPACE);
    if (this.at < this.text.length) throw this.fault('nothing may follow the value', this.here());
    return value;
  }

  private value(depth: number): JsonValue {
    if (++this.values > this.limits.values)
      throw this.fault(`may hold at most ${this.limits.values} values`, 'more');
    this.take(SPACE);
    const first = this.text[this.at];
    if (first === '{') return this.object(depth + 1);
    if (first === '[') return this.array(depth + 1);
    if (first === '"') return this.string();
    if (first !== undefined && first in WORDS) return this.word(WORDS[first]!);
    const number = this.take(NUMBER);
    if (number === null) throw this.fault('must be JSON', this.here());
    return Number(number);
  }

  private word(value: JsonValue): JsonValue {
    if (!this.text.startsWith(String(value), this.at)) throw this.fault('must be JSON', this.here());
    this.at += String(value).length;
    return value;
  }

  /** From quote to quote; what is between is checked by the host's own reader. */
  private string(): string {
    const end = this.text[this.at] === '"' ? this.closingQuote() : -1;
    if (end < 0) throw this.fault('must be JSON', this.here());
    try {
      const value = JSON.parse(this.text.slice(this.at, end + 1)) as string;
      this.at = end + 1;
      return value;
    } catch {
      throw this.fault('must be JSON', this.here());
    }
  }

  /** The next quote with an even number of backslashes before it; -1 where there is none. */
  private closingQuote(): number {
    let end = this.at;
    for (;;) {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) return -1;
      let slashes = 0;
      while (this.text[end - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) return end;
    }
  }

  private array(depth: number): readonly JsonValue[] {
    const out: JsonValue[] = [];
    this.list(']', depth, () => out.push(this.value(depth)));
    return out;
  }

  private object(depth: number): JsonObject {
    const out = new Map<string, JsonValue>();
    this.list('}', depth, () => {
      this.take(SPACE);
      const name = this.string();
      if (out.has(name)) throw this.fault('names must differ within an object', `'${short(name)}' twice`);
      this.take(SPACE);
      this.expect(':');
      out.set(name, this.value(depth));
    });
    return out;
  }

  /** Items between brackets, with commas between them. */
  private list(end: string, depth: number, item: () => void): void {
    if (depth > this.limits.depth)
      throw this.fault(`may nest at most ${this.limits.depth} deep`, `more at ${this.at}`);
    this.at++;
    this.take(SPACE);
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      item();
      this.take(SPACE);
      if (this.text[this.at] === end) break;
      this.expect(',');
    }
    this.at++;
  }

  private expect(char: string): void {
    if (this.text[this.at] !== char) throw this.fault('must be JSON', this.here());
    this.at++;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private here(): string {
    const rest = this.text.slice(this.at, this.at + 12);
    return rest === '' ? 'its end' : `'${rest}' at ${this.at}`;
  }

  private fault(must: string, got: string): Error {
    return interopError({ where: this.where, must, got });
  }
}

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);
