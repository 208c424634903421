import { expect, test } from 'vitest';
import type { Command } from '../../worker/protocol.ts';
import type { App } from './app.ts';
import { keepOnLeave } from './keep-on-leave.ts';

test('what is trained is stored when the page is hidden or left', () => {
  const sent: Command[] = [];
  const app = { engine: { send: (command: Command) => void sent.push(command) } } as unknown as App;
  const page = Object.assign(new EventTarget(), { hidden: false });
  const frame = new EventTarget();
  const stop = keepOnLeave(app, page, frame);
  page.dispatchEvent(new Event('visibilitychange'));
  expect(sent).toEqual([]);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  frame.dispatchEvent(new Event('pagehide'));
  expect(sent).toEqual([{ type: 'keep' }, { type: 'keep' }]);
  stop();
  frame.dispatchEvent(new Event('pagehide'));
  expect(sent.length).toBe(2);
});
