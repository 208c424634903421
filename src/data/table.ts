import { digitPair } from './digit-pair.ts';
import { digitSequence } from './digit-sequence.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { headline } from './headline.ts';
import { mnist } from './mnist.ts';
import { movingShapes } from './moving-shapes.ts';
import { sortOfClevr } from './sort-of-clevr.ts';
import { tweetPair } from './tweet-pair.ts';
import type { DatasetSource } from './types.ts';

/** All data sets by id. A new one is a file and a line here. */
export const datasets: Readonly<Record<string, DatasetSource>> = {
  mnist,
  'digit-sequence': digitSequence,
  'digit-pair': digitPair,
  'fashion-mnist': fashionMnist,
  headline,
  'tweet-pair': tweetPair,
  'sort-of-clevr': sortOfClevr,
  'moving-shapes': movingShapes,
};
