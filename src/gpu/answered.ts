/** How soon a device is asked again, in milliseconds. */
const PATIENCE = 3;

/** Whether this browser (Firefox) looks for finished work only every 100 ms while nothing is submitted. */
const looksRarely = (): boolean => /\bFirefox\//.test(globalThis.navigator?.userAgent ?? '');

const askers = new WeakMap<GPUDevice, Asker>();

/**
 * What `mapAsync` or `onSubmittedWorkDone` of a device answers, as soon as it is known: where the browser would tell late, empty
 * submits make it look. `late`: whether this is such a browser.
 */
export function answered<T>(device: GPUDevice, answer: Promise<T>, late = looksRarely()): Promise<T> {
  if (!late) return answer;
  const asker = askers.get(device) ?? new Asker(device);
  askers.set(device, asker);
  return asker.askFor(answer);
}

/** Submits nothing to a device, again and again, while answers are awaited and it is not lost. */
class Asker {
  private waiting = 0;
  private asking = false;
  private lost = false;

  constructor(private readonly device: GPUDevice) {
    void device.lost.then(() => {
      this.lost = true;
    });
  }

  askFor<T>(answer: Promise<T>): Promise<T> {
    this.waiting++;
    if (!this.asking) void this.ask();
    return answer.finally(() => this.waiting--);
  }

  private async ask(): Promise<void> {
    this.asking = true;
    while (this.waiting > 0 && !this.lost) {
      this.device.queue.submit([]);
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    }
    this.asking = false;
  }
}
