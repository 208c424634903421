import { sizeOf } from '../core/shape.ts';
import { predictBatch } from '../train/predict-batch.ts';
import type { OpenPreset } from './open-preset.ts';

/** How the answers of a group of validation samples come out, such as all questions of a kind. */
export interface GroupAccuracy {
  readonly name: string;
  readonly samples: number;
  readonly accuracy: number;
  /** Of always giving the group's most frequent answer. */
  readonly baseRate: number;
}

/** Accuracy of the first output by the groups that the data set names; [] where it names none. */
export async function answersByGroup({ session, dataset }: OpenPreset): Promise<GroupAccuracy[]> {
  const { groups } = dataset;
  if (groups === undefined) return [];
  const kinds = dataset.validation.columns[groups.column]!.data;
  const right = await rightAnswers(session);
  return groups.names.map((name, group) => {
    const members = right.filter((_, sample) => kinds[sample] === group);
    const accuracy = members.filter(Boolean).length / members.length;
    return { name, samples: members.length, accuracy, baseRate: groups.baseRates[group]! };
  });
}

/** For each validation sample whether the likeliest class of the first output is the target. */
async function rightAnswers({ config, program }: OpenPreset['session']): Promise<boolean[]> {
  const { feed } = config.validation!;
  const [output, target] = Object.entries(feed.targets)[0]!;
  const batch = config.validationBatchSize ?? config.batchSize;
  const right: boolean[] = [];
  for (let start = 0; start < feed.samples; start += batch) {
    const count = Math.min(batch, feed.samples - start);
    const { data, shape } = (await predictBatch(program, feed, start, count))[output]!;
    const width = sizeOf(shape) / count;
    for (let i = 0; i < count; i++)
      right.push(likeliest(data.subarray(i * width, (i + 1) * width)) === target.data[start + i]);
  }
  return right;
}

function likeliest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}
