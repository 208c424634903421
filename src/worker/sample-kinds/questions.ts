import { configError } from '../../core/errors.ts';
import type { Column } from '../../data/types.ts';
import { numberOf, rowOf } from '../column-rows.ts';
import type { OpenRun } from '../open-run.ts';
import type { SampleView, TryInput, WireTensor } from '../protocol.ts';
import {
  firstOf,
  inputsOf,
  type OutputRows,
  oneSample,
  type SampleContext,
  type SampleKindDef,
  wrongClass,
} from './sample-kind.ts';
import { pictureOf, rearranged, type Scene, sceneOf, sceneView, truthOf } from './scene.ts';
import { givenWords } from './text-class.ts';

type Input = Extract<TryInput, { kind: 'question' }>;
type ImageView = Extract<SampleView, { kind: 'image-question' }>;
type ClipView = Extract<SampleView, { kind: 'clip-question' }>;

/** Answers shown, the likeliest first. */
const ANSWERS = 5;

/** A question about a picture, answered by a word. */
export const imageQuestion: SampleKindDef<ImageView, Input> = {
  view: (context) => ({
    kind: 'image-question',
    image: seenOf(context.run, context.sample),
    scene: viewOf(sceneOf(context.run, context.sample)),
    ...answered(context),
  }),
  mistake: wrongClass,
  trial: {
    kind: 'question',
    columns: questionColumns,
    view: (run, input, outputs) => {
      const scene = givenScene(run, input);
      return {
        kind: 'image-question',
        image: scene ? pictureOf(scene) : seenOf(run, input.sample),
        scene: viewOf(scene),
        question: input.question,
        answers: answersOf(run, outputs),
        label: scene ? truthOf(scene, input.question) : '',
      };
    },
  },
};

const viewOf = (scene: Scene | null) => (scene === null ? null : sceneView(scene));

/** The scene of the sample, its objects where the person has put them; null where the picture was not drawn from a scene. */
function givenScene(run: OpenRun, { sample, places }: Input): Scene | null {
  const scene = sceneOf(run, sample);
  return scene !== null && places !== undefined ? rearranged(scene, places) : scene;
}

/** A question about a clip, answered by a word. */
export const clipQuestion: SampleKindDef<ClipView, Input> = {
  view: (context) => ({
    kind: 'clip-question',
    frames: seenOf(context.run, context.sample),
    ...answered(context),
  }),
  mistake: wrongClass,
  trial: {
    kind: 'question',
    columns: questionColumns,
    view: (run, { sample, question }, outputs) => ({
      kind: 'clip-question',
      frames: seenOf(run, sample),
      question,
      answers: answersOf(run, outputs),
      label: '',
    }),
  },
};

/** The words of the questions of a run in the order of the alphabet, without the marks for what is no word; none without questions. */
export function vocabularyOf(run: OpenRun): readonly string[] {
  const { samples } = run.request.preset;
  if (samples !== 'image-question' && samples !== 'clip-question') return [];
  const words = questionOf(run)[1].names ?? [];
  return words.filter((word) => /^\p{L}/u.test(word)).toSorted();
}

interface Answered {
  readonly question: string;
  readonly answers: readonly { readonly word: string; readonly probability: number }[];
  readonly label: string;
}

function answered({ run, sample, outputs }: SampleContext): Answered {
  const target = firstOf(run.feeds.validation.feed.targets);
  return {
    question: wordsOf(questionOf(run)[1], sample),
    answers: answersOf(run, outputs),
    label: wordAt(target, numberOf(target, sample)),
  };
}

/** The input of words, and the input of pixels. */
const isQuestion = ([, { encoding }]: [string, Column]): boolean => encoding === 'id';
const questionOf = (run: OpenRun): [string, Column] => inputsOf(run).find(isQuestion)!;
const seenColumn = (run: OpenRun): [string, Column] => inputsOf(run).find((entry) => !isQuestion(entry))!;

const seenOf = (run: OpenRun, sample: number): WireTensor => rowOf(seenColumn(run)[1], sample);

function wordsOf(column: Column, sample: number): string {
  const ids = Array.from(rowOf(column, sample).data).filter((id) => id !== 0);
  return ids.map((id) => wordAt(column, id)).join(' ');
}

/** Models may have more answers than the data has words. */
const wordAt = ({ names }: Column, id: number): string => names?.[id] ?? `(${id})`;

function answersOf(run: OpenRun, outputs: OutputRows): Answered['answers'] {
  const target = firstOf(run.feeds.validation.feed.targets);
  return Array.from(firstOf(outputs), (probability, id) => ({ word: wordAt(target, id), probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, ANSWERS);
}

function questionColumns(run: OpenRun, input: Input): Record<string, Column> {
  const { sample, question } = input;
  const [asked, words] = questionOf(run);
  const [seen, pixels] = seenColumn(run);
  const { samples } = run.feeds.validation.feed;
  if (!Number.isInteger(sample) || sample < 0 || sample >= samples) {
    const must = `the sample must be a whole number from 0 to ${samples - 1}`;
    throw configError({ where: 'your own question', must, got: String(sample) });
  }
  const scene = input.places === undefined ? null : givenScene(run, input);
  const { data } = scene === null ? rowOf(pixels, sample) : pictureOf(scene);
  return { [asked]: givenWords(words, question), [seen]: oneSample(pixels, data) };
}
