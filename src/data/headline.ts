import { flagColumn, idColumn, numberColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { fileOfRole, type ManifestEntry, provenanceOf, readEntry } from './manifest.ts';
import { mostFrequentShare } from './measure.ts';
import { resolveParams } from './params.ts';
import { readJson } from './read.ts';
import type { Column, Dataset, DatasetSource, Feature, LoadContext, Params } from './types.ts';
import { readColumn, stepper, wholeDataset } from './whole.ts';
import { Vocabulary } from './words.ts';

/** Words of a subject line that the model reads, as in the guide. */
export const SUBJECT_LENGTH = 100;
/** Ids that the guide's embedding has. */
export const SUBJECT_VOCABULARY = 10_000;
/** A word that stands once would train an id that nothing else tests: it counts as unknown. */
const LEAST_COUNT = 2;

const params = {
  length: { kind: 'int', label: 'Words of a subject', min: 8, max: 100, default: SUBJECT_LENGTH },
} as const;

/**
 * Subject lines of 6,046 e-mails of 2002: `words` (length), `numbers` (5) and `spam` (1); split by thread.
 * `texts` are the subjects, `features` tell how the numbers were normalised.
 */
export const headline: DatasetSource = { id: 'headline', title: 'Subject lines', params, load };

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const length = Number(resolveParams('headline', params, given).length);
  const entry = await readEntry(context, 'headline');
  const step = stepper(context, entry.title, 4);
  const features = await readJson<Feature[]>(context, fileOfRole(entry, 'features'));
  step('features');
  const texts = {
    train: await readJson<string[]>(context, fileOfRole(entry, 'train-subjects')),
    validation: await readJson<string[]>(context, fileOfRole(entry, 'validation-subjects')),
  };
  step('subjects');
  const vocabulary = Vocabulary.of(texts.train, SUBJECT_VOCABULARY, LEAST_COUNT);
  const split = async (name: 'train' | 'validation'): Promise<GrowingSplit> => {
    const words = vocabulary.encodeAll(texts[name], length);
    const column = { ...idColumn('words', words, vocabulary.names, [length]), depth: SUBJECT_VOCABULARY };
    const columns = [column, ...(await storedColumns(context, entry, name))];
    step(name);
    return new GrowingSplit(texts[name].length, columns);
  };
  const [train, validation] = [await split('train'), await split('validation')];
  return wholeDataset({
    id: 'headline',
    title: headline.title,
    train,
    validation,
    classNames: entry.classNames,
    texts,
    features,
    baseRates: { spam: mostFrequentShare(validation.columns.spam!.data) },
    provenance: provenanceOf(entry),
  });
}

async function storedColumns(context: LoadContext, entry: ManifestEntry, split: string): Promise<Column[]> {
  const numbers = await readColumn(context, entry, split, 'numbers');
  const spam = await readColumn(context, entry, split, 'spam');
  return [numberColumn('numbers', numbers as Float32Array, [5]), flagColumn('spam', spam as Uint8Array)];
}
