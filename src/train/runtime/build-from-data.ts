import { orderData } from '../../nn/host-data.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Data } from '../../nn/runtime.ts';
import { Sequential } from '../../nn/sequential.ts';

/** Gives a sequential model without an input shape that of the first data it meets, as Keras does; (n,) counts as (n, 1). */
export function buildFromData(where: string, model: AnyModel, x: Data): void {
  if (model.hasGraph || !((model as unknown) instanceof Sequential)) return;
  const [array] = orderData({ where, what: 'x', names: ['input'] }, x);
  const [, ...shape] = array!.shape;
  (model as unknown as Sequential).buildFor([null, ...(shape.length === 0 ? [1] : shape)]);
}
