import type { Engine } from '../../train/engine.ts';
import { delay } from '../breathe.ts';

/** Milliseconds that the news of a loss may come behind the errors that it causes. */
const BEHIND = 60;

/** Whether the device is lost, or is found to be within a moment: then an error is no fault of what was asked. */
export function isLost({ opened }: Engine): Promise<boolean> {
  return Promise.race([opened.device.lost.then(() => true), delay(BEHIND).then(() => false)]);
}
