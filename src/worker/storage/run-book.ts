import type { Event } from '../protocol.ts';
import { CurveLog } from './curve-log.ts';

/** What is remembered of one run beside its snapshots. */
export class RunBook {
  readonly curves = new CurveLog();
  /** Why nothing of the run is stored here; null where it is. */
  refusal: string | null = null;

  constructor(readonly run: string = crypto.randomUUID()) {}

  /** Notes what the page is told of the run, or would be. */
  note(event: Event): void {
    if (event.type === 'metrics') this.curves.add(event.batch.columns);
    else if (event.type === 'epoch') this.curves.addEpoch(event.logs);
    else if (event.type === 'reset') this.curves.clear();
  }

  /** Of the last step; null where there is none that is finite. */
  get lastLoss(): number | null {
    const loss = this.curves.last('loss');
    return Number.isFinite(loss) ? loss : null;
  }
}
