import type { WireTensor } from '../../../worker/protocol.ts';

/** A stack of pictures with one of them replaced; bytes stay bytes, numbers from 0 to 1 are taken to their scale. */
export function withPicture(stack: WireTensor, index: number, picture: WireTensor): WireTensor {
  const size = stack.data.length / (stack.shape[0] ?? 1);
  const data = stack.data.slice();
  const toBytes = stack.data instanceof Uint8Array && !(picture.data instanceof Uint8Array) ? 255 : 1;
  for (let i = 0; i < size; i++) data[index * size + i] = (picture.data[i] ?? 0) * toBytes;
  return { shape: stack.shape, data };
}
