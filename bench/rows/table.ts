import { CURVES } from './curves.ts';
import { digitPair } from './digit-pair.ts';
import { headline } from './headline.ts';
import { inception } from './inception.ts';
import { mlp } from './mlp.ts';
import { conv, matmul } from './ops.ts';
import { residual } from './residual.ts';
import type { Row } from './row.ts';
import { tweetPair } from './tweet-pair.ts';
import { vqa } from './vqa.ts';

/** The rows of the comparison with the peers. */
export const ROWS: readonly Row[] = [
  mlp(32),
  mlp(128),
  mlp(512),
  headline(32),
  tweetPair(32),
  digitPair(32),
  inception(16),
  residual(32),
  vqa(16),
  matmul(1024),
  conv(64, 16),
];

/** The row with this id: of the comparison or of a curve. */
export function rowById(id: string): Row {
  const all = [...ROWS, ...CURVES.flatMap(({ points }) => points.map(({ row }) => row))];
  const found = all.find((row) => row.id === id);
  if (found === undefined)
    throw new Error(`row must be one of ${all.map((r) => r.id).join(', ')}, got ${id}`);
  return found;
}
