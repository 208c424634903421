import { required } from '../../core/invariant.ts';

/** Lines of one block of WGSL, and the expressions already named in it. */
class Scope {
  readonly lines: string[] = [];
  readonly named = new Map<string, string>();
}

const TYPES: ReadonlySet<string> = new Set(['i32', 'u32', 'f32', 'f16']);

/** The blocks that are open: 0 is the function, 1 the row loop, 2 the loop within a row, and so on. */
export class Scopes {
  private open: Scope[] = [new Scope()];
  private count = 0;

  get depth(): number {
    return this.open.length - 1;
  }

  /** The name of an expression that is visible at `depth`. */
  find(key: string, depth: number): string | undefined {
    for (let d = Math.min(depth, this.depth); d >= 0; d--) {
      const name = this.open[d]!.named.get(key);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  remember(key: string, name: string, depth: number): void {
    this.at(depth).named.set(key, name);
  }

  push(line: string, depth: number): void {
    this.at(depth).lines.push(line);
  }

  /** A name that no other has, nor a type of WGSL. */
  fresh(prefix: string): string {
    const name = `${prefix}${this.count++}`;
    return TYPES.has(name) ? this.fresh(prefix) : name;
  }

  /** Writes `let name = expression;` into the block at `depth`. */
  name(expression: string, depth: number, prefix = 't'): string {
    const name = this.fresh(prefix);
    this.push(`let ${name} = ${expression};`, depth);
    return name;
  }

  /**
   * Opens a new block inside the one at `depth`, lets `body` fill it, and puts `wrap(lines)` at the end of that block.
   * Deeper blocks that are being written meanwhile wait: what is asked for from inside them but belongs outside goes before them.
   */
  nest(depth: number, body: () => void, wrap: (lines: readonly string[]) => readonly string[]): void {
    const waiting = this.open.slice(depth + 1);
    this.open = [...this.open.slice(0, depth + 1), new Scope()];
    body();
    const { lines } = this.at(depth + 1);
    this.open = [...this.open.slice(0, depth + 1), ...waiting];
    for (const line of wrap(lines)) this.push(line, depth);
  }

  lines(): readonly string[] {
    return this.at(0).lines;
  }

  private at(depth: number): Scope {
    return required(this.open[depth], `block at depth ${depth}`);
  }
}

export const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
