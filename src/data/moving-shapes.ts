import { Prng } from '../core/prng.ts';
import {
  CLIP_FACTS,
  CLIP_FIELDS,
  CLIP_OBJECTS,
  type ClipSize,
  clipFacts,
  drawClip,
  encodeClip,
  renderClip,
} from './clip.ts';
import {
  CLIP_ANSWERS,
  CLIP_KINDS,
  clipQuestionText,
  clipVocabulary,
  drawClipQuestion,
} from './clip-question.ts';
import { flagColumn, indexColumn, numberColumn, pixelColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { mostFrequentShare, shareByGroup } from './measure.ts';
import { pacer } from './pacer.ts';
import { count, resolveParams, SEED } from './params.ts';
import { QuestionPool, rowsPerQuestion } from './question-pool.ts';
import type { Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { checkBytes, wholeDataset } from './whole.ts';

const params = {
  train: count('Training clips', 50, 10_000, 2000),
  validation: count('Validation clips', 20, 2000, 300),
  questions: count('Questions to a clip', 1, 20, 8),
  frames: count('Frames', 16, 100, 16),
  size: count('Side of a frame', 32, 224, 32, 'px'),
  length: count('Words of a question', 6, 100, 8),
  seed: SEED,
};

/**
 * Clips of three small figures and digits that appear one after another and move or not, with questions in English:
 * `clip` (frames, size, size, 3) is a row of the shared clips, `question` (length) word ids, `answer` an id of its
 * word, `kind` which of five kinds of question, `objects` (3, 7) what `encodeClip` writes, `facts` (60) what `clipFacts` says. Made from the seed.
 */
export const movingShapes: DatasetSource = {
  id: 'moving-shapes',
  title: 'Clips of moving shapes',
  params,
  load,
};

interface Sizes extends ClipSize {
  readonly questions: number;
  readonly length: number;
}

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const { train, validation, seed, ...rest } = resolveParams('moving-shapes', params, given);
  const sizes: Sizes = {
    frames: Number(rest.frames),
    size: Number(rest.size),
    questions: Number(rest.questions),
    length: Number(rest.length),
  };
  const counts = [Number(train), Number(validation)] as const;
  const all = counts[0] + counts[1];
  checkBytes('moving-shapes', all * sizes.frames * sizes.size ** 2 * 3);
  const pace = pacer(context, 'Drawing clips');
  const trained = await makeSplit(counts[0], sizes, new Prng(Number(seed), 0), (n) => pace(n / all));
  const tested = await makeSplit(counts[1], sizes, new Prng(Number(seed), 1), (n) =>
    pace((counts[0] + n) / all),
  );
  const answers = tested.columns.answer!.data;
  return wholeDataset({
    id: 'moving-shapes',
    title: movingShapes.title,
    train: trained,
    validation: tested,
    classNames: CLIP_ANSWERS,
    baseRates: { answer: mostFrequentShare(answers) },
    groups: {
      column: 'kind',
      names: CLIP_KINDS,
      baseRates: shareByGroup(answers, tested.columns.kind!.data, CLIP_KINDS.length),
    },
    provenance: {
      source: `generated, seed ${seed}`,
      origin: 'This project',
      licence: 'As this project: Apache-2.0.',
      description:
        'Three figures or digits of different colours, appearing one after another, moving or not.',
    },
  });
}

async function makeSplit(
  clips: number,
  sizes: Sizes,
  prng: Prng,
  pace: (done: number) => Promise<void>,
): Promise<Split> {
  const bytes = sizes.frames * sizes.size ** 2 * 3;
  const pixels = new Uint8Array(clips * bytes);
  const described = new Float32Array(clips * CLIP_OBJECTS * CLIP_FIELDS);
  const facts = new Uint8Array(clips * CLIP_FACTS);
  const pool = new QuestionPool(clips * sizes.questions, sizes.length, clipVocabulary);
  for (let i = 0; i < clips; i++) {
    const objects = drawClip(sizes, prng);
    renderClip(objects, sizes, pixels, i * bytes);
    described.set(encodeClip(objects), i * CLIP_OBJECTS * CLIP_FIELDS);
    facts.set(clipFacts(objects), i * CLIP_FACTS);
    for (let q = 0; q < sizes.questions; q++) {
      const { question, answer } = drawClipQuestion(objects, prng);
      pool.add(clipQuestionText(question), question.kind, answer);
    }
    await pace(i + 1);
  }
  const index = { rows: rowsPerQuestion(clips, sizes.questions), shape: [] };
  const shape = [sizes.frames, sizes.size, sizes.size, 3];
  return new GrowingSplit(clips * sizes.questions, [
    indexColumn('clip', pixelColumn('clip', pixels, shape), index),
    indexColumn('objects', numberColumn('objects', described, [CLIP_OBJECTS, CLIP_FIELDS]), index),
    indexColumn('facts', flagColumn('facts', facts, [CLIP_FACTS]), index),
    ...pool.columns(CLIP_ANSWERS, CLIP_KINDS),
  ]);
}
