/** Accuracy that each output is meant to reach at `default`, on data that training never saw. */
export const GOALS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'mnist-mlp': { digit: 0.973 },
  'digit-sequence': { digits: 0.97, ascending: 0.7, most: 0.32 },
  headline: { main_output: 0.91, aux_output: 0.86 },
  'tweet-pair': { same: 0.6 },
  inception: { class: 0.88 },
  residual: { class: 0.9 },
  'digit-pair': { same: 0.97 },
};
