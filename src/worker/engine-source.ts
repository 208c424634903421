import { gpuError } from '../core/errors.ts';
import { type Engine, loadWinners, openEngine, type TextStore, type Winners } from '../train/engine.ts';
import { deviceInfo } from './device-info.ts';
import { errorInfo } from './errors.ts';
import type { Emit, Host } from './host.ts';
import { openAgain } from './recovery/open-again.ts';
import { MemoryFolder } from './storage/memory-folder.ts';
import { textStore } from './storage/text-store.ts';

/** The device of the worker: opened when it is first asked for, again after a failure or a loss. Tells the page of it. */
export class EngineSource {
  private present: Promise<Engine> | null = null;
  /** Why no device could be opened, which the page was told. */
  refusal: unknown = null;
  /** What was measured on each GPU. */
  private readonly winners = new WeakMap<Engine, Promise<Winners>>();

  constructor(
    private readonly host: Pick<Host, 'gpu' | 'tuning'>,
    private readonly post: Emit,
    /** The device is gone, with all that was on it. */
    private readonly lost: (reason: string) => void,
  ) {}

  /** `patiently`: where a GPU process may just be starting again, it is tried several times. Errors where there is none. */
  engine(patiently: boolean): Promise<Engine> {
    if (this.present !== null) return this.present;
    const engine = patiently ? openAgain(() => this.open()) : this.open();
    this.present = engine;
    void engine.then(
      ({ opened: { device } }) => {
        device.addEventListener('uncapturederror', ({ error }) =>
          this.post({ type: 'error', error: errorInfo(uncaptured(error)) }),
        );
        return device.lost.then(({ message }) => this.forget(engine, message));
      },
      () => {},
    );
    engine.catch(() => {
      if (this.present === engine) this.present = null;
    });
    return engine;
  }

  private forget(engine: Promise<Engine>, reason: string): void {
    if (this.present !== engine) return;
    this.present = null;
    this.lost(reason);
  }

  private async open(): Promise<Engine> {
    try {
      if (this.host.gpu === null) throw noWebGpu();
      const engine = await openEngine(this.host.gpu);
      this.post({ type: 'device', device: deviceInfo(engine) });
      return engine;
    } catch (error) {
      this.refusal = error;
      this.post({ type: 'no-webgpu', reason: errorInfo(error).message });
      throw error;
    }
  }

  /** The measured choices of kernels for the GPU of an engine. */
  winnersOf(engine: Engine): Promise<Winners> {
    const known = this.winners.get(engine) ?? loadWinners(engine, this.host.tuning ?? forgetful());
    this.winners.set(engine, known);
    return known;
  }

  /** Loses the device as a driver would. */
  lose(): void {
    void this.present?.then(({ opened }) => opened.device.destroy());
  }

  async close(): Promise<void> {
    const engine = await this.present?.catch(() => null);
    engine?.opened.device.destroy();
  }
}

/** Keeps measured choices as long as the engine lives. */
const forgetful = (): TextStore => textStore(Promise.resolve(new MemoryFolder()));

const noWebGpu = (): Error =>
  gpuError({ where: 'WebGPU', must: 'the browser must offer it', got: 'none', try: 'another browser' });

const uncaptured = ({ message }: GPUError): Error =>
  gpuError({ where: 'GPU', must: 'must take what it is given', got: message, try: 'reloading the page' });
