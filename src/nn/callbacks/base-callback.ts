import { required } from '../../core/invariant.ts';
import type { Callback, CallbackModel } from './callback.ts';

/** A callback that remembers the run it belongs to. */
export abstract class BaseCallback implements Callback {
  #model: CallbackModel | null = null;

  setModel(model: CallbackModel): void {
    this.#model = model;
  }

  protected get model(): CallbackModel {
    return required(this.#model, 'the run of a callback');
  }
}
