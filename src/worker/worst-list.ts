import type { SampleView } from './protocol.ts';

/** Mistakes that are kept. */
const KEPT = 12;

/** The surest mistakes among many samples. */
export class WorstList {
  private readonly list: { readonly sure: number; readonly view: SampleView }[] = [];

  /** Keeps the view if it is among the surest; it is made only then. */
  offer(sure: number, view: () => SampleView): void {
    if (!(sure > 0)) return;
    const full = this.list.length >= KEPT;
    if (full && sure <= this.list.at(-1)!.sure) return;
    if (full) this.list.pop();
    const at = this.list.findIndex((known) => known.sure < sure);
    this.list.splice(at < 0 ? this.list.length : at, 0, { sure, view: view() });
  }

  /** The surest first. */
  views(): SampleView[] {
    return this.list.map(({ view }) => view);
  }
}
