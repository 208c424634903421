/** One line on standard error that is written over, and lines that stay. Silent where not wanted or not a terminal. */
export class ProgressBar {
  private last = 0;

  constructor(private readonly wanted: boolean) {}

  /** Shows the part done, from 0 to 1, at most ten times a second. */
  show(part: number, note: string): void {
    const now = performance.now();
    if (!this.wanted || !process.stderr.isTTY || now - this.last < 100) return;
    this.last = now;
    const full = Math.round(24 * Math.min(1, part));
    process.stderr.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(24 - full)} ${note}`);
  }

  /** Writes a line that stays. */
  say(line: string): void {
    if (!this.wanted) return;
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(line);
  }
}
