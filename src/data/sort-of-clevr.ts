import { Prng } from '../core/prng.ts';
import {
  ANSWERS,
  answerTo,
  NON_RELATIONAL,
  QUESTION_KINDS,
  questionText,
  questionVocabulary,
  RELATIONAL,
} from './clevr-question.ts';
import {
  drawScene,
  encodeScene,
  OBJECT_FIELDS,
  OBJECTS,
  renderScene,
  SCENE_FACTS,
  type SceneObject,
  sceneFacts,
} from './clevr-scene.ts';
import { flagColumn, indexColumn, numberColumn, pixelColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { mostFrequentShare, shareByGroup } from './measure.ts';
import { pacer } from './pacer.ts';
import { count, resolveParams, SEED } from './params.ts';
import { QuestionPool, rowsPerQuestion } from './question-pool.ts';
import type { Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { checkBytes, wholeDataset } from './whole.ts';

const params = {
  train: count('Training scenes', 50, 20_000, 6000),
  validation: count('Validation scenes', 20, 2000, 400),
  questions: count('Questions of each sort to a scene', 1, 10, 10),
  size: count('Side of a scene', 32, 224, 48, 'px'),
  length: count('Words of a question', 11, 100, 12),
  seed: SEED,
};

/**
 * Scenes of six coloured shapes with questions in English: `image` (size, size, 3) is a row of the shared scenes,
 * `question` (length) word ids, `answer` an id of its word, `kind` which of six kinds of question, `objects` (6, 3)
 * shape, x, y, `facts` (18) what is true of each object (see `sceneFacts`). Each scene has as many non-relational as relational questions. Made from the seed, not read.
 */
export const sortOfClevr: DatasetSource = {
  id: 'sort-of-clevr',
  title: 'Sort-of-CLEVR scenes',
  params,
  load,
};

interface Sizes {
  readonly questions: number;
  readonly size: number;
  readonly length: number;
}

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const { train, validation, seed, ...rest } = resolveParams('sort-of-clevr', params, given);
  const sizes: Sizes = {
    questions: Number(rest.questions),
    size: Number(rest.size),
    length: Number(rest.length),
  };
  const counts = [Number(train), Number(validation)] as const;
  checkBytes('sort-of-clevr', (counts[0] + counts[1]) * sizes.size ** 2 * 3);
  const pace = pacer(context, 'Drawing scenes');
  const all = counts[0] + counts[1];
  const trained = await makeSplit(counts[0], sizes, new Prng(Number(seed), 0), (n) => pace(n / all));
  const tested = await makeSplit(counts[1], sizes, new Prng(Number(seed), 1), (n) =>
    pace((counts[0] + n) / all),
  );
  const answers = tested.columns.answer!.data;
  const kinds = tested.columns.kind!.data;
  return wholeDataset({
    id: 'sort-of-clevr',
    title: sortOfClevr.title,
    train: trained,
    validation: tested,
    classNames: ANSWERS,
    baseRates: { answer: mostFrequentShare(answers) },
    groups: {
      column: 'kind',
      names: QUESTION_KINDS,
      baseRates: shareByGroup(answers, kinds, QUESTION_KINDS.length),
      sets: { 'non-relational': NON_RELATIONAL, relational: RELATIONAL },
    },
    provenance: {
      source: `generated, seed ${seed}`,
      origin: 'This project, after Sort-of-CLEVR (Santoro et al. 2017, arXiv:1706.01427)',
      licence: 'As this project: Apache-2.0.',
      description: 'Six shapes of six colours, circles and squares, with questions about one object or two.',
    },
  });
}

async function makeSplit(
  scenes: number,
  { questions, size, length }: Sizes,
  prng: Prng,
  pace: (done: number) => Promise<void>,
): Promise<Split> {
  const pixels = new Uint8Array(scenes * size * size * 3);
  const objects = new Float32Array(scenes * OBJECTS * OBJECT_FIELDS);
  const facts = new Uint8Array(scenes * SCENE_FACTS);
  const pool = new QuestionPool(scenes * questions * 2, length, questionVocabulary);
  for (let i = 0; i < scenes; i++) {
    const scene = drawScene(size, prng);
    renderScene(scene, size, pixels, i * size * size * 3);
    objects.set(encodeScene(scene), i * OBJECTS * OBJECT_FIELDS);
    facts.set(sceneFacts(scene, size), i * SCENE_FACTS);
    for (let q = 0; q < questions; q++) {
      ask(NON_RELATIONAL, scene, size, prng, pool);
      ask(RELATIONAL, scene, size, prng, pool);
    }
    await pace(i + 1);
  }
  const index = { rows: rowsPerQuestion(scenes, questions * 2), shape: [] };
  return new GrowingSplit(scenes * questions * 2, [
    indexColumn('image', pixelColumn('image', pixels, [size, size, 3]), index),
    indexColumn('objects', numberColumn('objects', objects, [OBJECTS, OBJECT_FIELDS]), index),
    indexColumn('facts', flagColumn('facts', facts, [SCENE_FACTS]), index),
    ...pool.columns(ANSWERS, QUESTION_KINDS),
  ]);
}

/** Adds a random question of `kinds` that has exactly one answer. */
function ask(
  kinds: readonly number[],
  scene: readonly SceneObject[],
  size: number,
  prng: Prng,
  pool: QuestionPool,
): void {
  for (;;) {
    const kind = kinds[prng.below(kinds.length)]!;
    const colour = prng.below(OBJECTS);
    const answer = answerTo(kind, colour, scene, size);
    if (answer === null) continue;
    pool.add(questionText(kind, colour), kind, answer);
    return;
  }
}
