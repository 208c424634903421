import { readDataFile } from '../../cli/read-file.ts';
import { Controller } from '../controller.ts';
import type { Host } from '../host.ts';
import type { Command, Event, RunStatus } from '../protocol.ts';

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** A controller without a worker: keeps all events, and waits for some. */
export class EngineHarness {
  readonly events: Event[] = [];
  readonly controller: Controller;
  private read = 0;
  private waiting: (() => void)[] = [];

  constructor(host: Partial<Host> = {}) {
    this.controller = new Controller({
      post: (event) => this.take(event),
      gpu: host.gpu === undefined ? navigator.gpu : host.gpu,
      read: readDataFile,
      ...host,
    });
    this.controller.hello();
  }

  /** Commands and events are copied as messages are. */
  send(command: Command): void {
    this.controller.handle(structuredClone(command));
  }

  private take(event: Event): void {
    this.events.push(structuredClone(event));
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** The next event of a type after those that were waited for before. An error event on the way is thrown. */
  async next<T extends Event['type']>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    for (;;) {
      while (this.read < this.events.length) {
        const event = this.events[this.read++]!;
        if (event.type === type && fits(event as EventOf<T>)) return event as EventOf<T>;
        if (event.type === 'error' && type !== 'error') throw new Error(event.error.message);
      }
      await this.more();
    }
  }

  status(status: RunStatus): Promise<EventOf<'status'>> {
    return this.next('status', (event) => event.status === status && event.note === '');
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.more();
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  /** A column of all metrics so far. */
  column(name: string): number[] {
    return this.events.flatMap((e) => (e.type === 'metrics' ? Array.from(e.batch.columns[name] ?? []) : []));
  }

  steps(): number[] {
    return this.column('step');
  }

  ofType<T extends Event['type']>(type: T): EventOf<T>[] {
    return this.events.filter((e): e is EventOf<T> => e.type === type);
  }

  /** Drops the events so far. */
  forget(): void {
    this.events.length = 0;
    this.read = 0;
  }

  close(): Promise<void> {
    return this.controller.close();
  }
}
