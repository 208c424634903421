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

/** The row with this id. */
export function rowById(id: string): Row {
  const found = ROWS.find((row) => row.id === id);
  if (found === undefined)
    throw new Error(`row must be one of ${ROWS.map((r) => r.id).join(', ')}, got ${id}`);
  return found;
}
