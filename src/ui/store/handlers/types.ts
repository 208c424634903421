import type { Event } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';

/** What to do with an event of one type. */
export type Handler<T extends Event['type']> = (app: App, event: Extract<Event, { type: T }>) => void;
