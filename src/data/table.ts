import { mnist } from './mnist.ts';
import type { DatasetSource } from './types.ts';

/** All data sets by id. A new one is a file and a line here. */
export const datasets: Readonly<Record<string, DatasetSource>> = {
  mnist,
};
