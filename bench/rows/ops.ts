import type { OpRow } from './row.ts';

/** A square matrix product. */
export const matmul = (n: number): OpRow => ({
  kind: 'op',
  id: `matmul-${n}`,
  title: `matmul ${n}³`,
  op: 'matmul',
  batch: 1,
  left: [n, n],
  right: [n, n],
  flops: 2 * n ** 3,
});

/** A 3×3 convolution with same padding, as many channels out as in, on 32×32 pictures. */
export const conv = (channels: number, batch: number): OpRow => ({
  kind: 'op',
  id: `conv-${channels}`,
  title: `conv 3×3 ${channels}→${channels} at 32×32`,
  op: 'conv',
  batch,
  left: [batch, 32, 32, channels],
  right: [3, 3, channels, channels],
  flops: 2 * batch * 32 * 32 * 9 * channels * channels,
});
