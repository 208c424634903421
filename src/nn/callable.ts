import type { CallOptions } from './call-arguments.ts';
import type { Tensors } from './structure.ts';

/** What makes an instance of a class a function: `layer(x)` is `layer.apply(x)`. */
export type Call<Out> = (inputs: Tensors, options?: CallOptions) => Out;

interface Applicable {
  apply(inputs: Tensors, options?: CallOptions): unknown;
}

class CallableInstance {
  constructor() {
    const self = (inputs: Tensors, options?: CallOptions) =>
      (self as unknown as Applicable).apply(inputs, options);
    Object.setPrototypeOf(self, new.target.prototype);
    // Functions own a read-only name and length; the fields of the class take their place.
    Reflect.deleteProperty(self, 'name');
    Reflect.deleteProperty(self, 'length');
    // biome-ignore lint/correctness/noConstructorReturn: this is how an instance becomes callable
    return self as unknown as this;
  }
}

/** Base class whose instances are functions. A subclass has a method `apply`, which a call runs. */
export const Callable = CallableInstance as unknown as abstract new <Out>() => Call<Out>;
