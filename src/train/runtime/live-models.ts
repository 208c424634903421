import { configError } from '../../core/errors.ts';
import type { AnyModel } from '../../nn/model.ts';
import { currentEngine } from './current-engine.ts';
import { LiveModel } from './live-model.ts';

/** A model's place on the device, and the calls that wait for it. */
class Place {
  private live: LiveModel | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly model: AnyModel) {}

  /** Runs jobs one after the other: they share buffers. */
  run<T>(job: (live: LiveModel) => Promise<T>): Promise<T> {
    return this.after(async () => job(await this.current()));
  }

  dispose(where: string): Promise<void> {
    return this.after(() => this.free(where));
  }

  private after<T>(job: () => Promise<T>): Promise<T> {
    const result = this.last.then(job);
    this.last = result.catch(() => {});
    return result;
  }

  private async current(): Promise<LiveModel> {
    if (this.live?.isCurrent) return this.live;
    await this.free('model.compile');
    this.live = new LiveModel(await currentEngine(), this.model);
    return this.live;
  }

  private async free(where: string): Promise<void> {
    if (this.live?.isTraining) {
      throw configError({ where, must: 'the model must not be in training', got: 'fit under way' });
    }
    const gone = this.live;
    this.live = null;
    await gone?.dispose();
  }
}

const places = new Map<AnyModel, Place>();

/** Runs a job on the model as it lies on the device, brought there when it is not; one job of a model at a time. */
export function withLive<T>(model: AnyModel, job: (live: LiveModel) => Promise<T>): Promise<T> {
  const place = places.get(model) ?? new Place(model);
  places.set(model, place);
  return place.run(job);
}

/** Frees what a model has on the device; its weights stay, on the host. */
export async function disposeModel(model: AnyModel): Promise<void> {
  const place = places.get(model);
  if (place === undefined) return;
  await place.dispose('model.dispose');
  places.delete(model);
}

/** Frees what all models have on the device; their weights stay, on the host. */
export async function disposeAll(): Promise<void> {
  for (const model of [...places.keys()]) await disposeModel(model);
}
