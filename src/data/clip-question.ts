import type { Prng } from '../core/prng.ts';
import { CLIP_COLOURS, CLIP_OBJECTS, type ClipObject, DIRECTIONS, FIGURES, STILL } from './clip.ts';
import { Vocabulary } from './words.ts';

/** Kinds of questions about a clip. */
export const CLIP_KINDS = ['what', 'where', 'how many', 'which colour', 'order'] as const;
const COUNTS = ['zero', 'one', 'two', 'three'];
const TURNS = ['first', 'second', 'last'];

/** All answers there are, in the order of their ids; "one" is a figure and a number. */
export const CLIP_ANSWERS: readonly string[] = [
  ...new Set<string>([...FIGURES, ...DIRECTIONS, ...COUNTS, ...CLIP_COLOURS]),
];

/** A question: its kind, and the direction, colour or turn that it names (0 for `how many`). */
export interface ClipQuestion {
  readonly kind: number;
  readonly about: number;
}

/** How many things a question of each kind can be about. */
const SUBJECTS = [DIRECTIONS.length, CLIP_COLOURS.length, 1, DIRECTIONS.length, TURNS.length];

/** The English of a question. */
export function clipQuestionText({ kind, about }: ClipQuestion): string {
  const doing = about === STILL ? 'stands still' : `moves ${DIRECTIONS[about]}`;
  const texts = [
    `what ${doing}`,
    `where does the ${CLIP_COLOURS[about]} one move`,
    'how many things move',
    `which colour ${doing}`,
    `what comes ${TURNS[about]}`,
  ];
  return texts[kind]!;
}

/** All the questions there are. */
export const clipQuestions: readonly ClipQuestion[] = SUBJECTS.flatMap((subjects, kind) =>
  Array.from({ length: subjects }, (_, about) => ({ kind, about })),
);

/** Every word of every question, in alphabetical order. */
export const clipVocabulary = new Vocabulary(
  [...new Set(clipQuestions.flatMap((question) => clipQuestionText(question).split(' ')))].sort(),
);

/** Id of the true answer, or null where the clip has none or more than one. */
export function clipAnswer({ kind, about }: ClipQuestion, objects: readonly ClipObject[]): number | null {
  switch (kind) {
    case 0:
      return only(
        objects,
        (o) => o.direction === about,
        (o) => FIGURES[o.figure]!,
      );
    case 1:
      return only(
        objects,
        (o) => o.colour === about,
        (o) => DIRECTIONS[o.direction]!,
      );
    case 2:
      return CLIP_ANSWERS.indexOf(COUNTS[objects.filter((o) => o.direction !== STILL).length]!);
    case 3:
      return only(
        objects,
        (o) => o.direction === about,
        (o) => CLIP_COLOURS[o.colour]!,
      );
    default:
      return CLIP_ANSWERS.indexOf(FIGURES[inOrder(objects)[about]!.figure]!);
  }
}

function only(
  objects: readonly ClipObject[],
  fits: (object: ClipObject) => boolean,
  word: (object: ClipObject) => string,
): number | null {
  const found = objects.filter(fits);
  return found.length === 1 ? CLIP_ANSWERS.indexOf(word(found[0]!)) : null;
}

function inOrder(objects: readonly ClipObject[]): ClipObject[] {
  return [...objects].sort((a, b) => a.appears - b.appears);
}

/** One in so many questions whose answer is "nowhere" is kept: half of the objects stand still. */
const KEEP_NOWHERE = 3;

/** A random question about a clip that has exactly one answer. */
export function drawClipQuestion(
  objects: readonly ClipObject[],
  prng: Prng,
): { readonly question: ClipQuestion; readonly answer: number } {
  for (;;) {
    const kind = prng.below(CLIP_KINDS.length);
    const question = { kind, about: subjectOf(kind, objects, prng) };
    const answer = clipAnswer(question, objects);
    if (answer === null) continue;
    if (CLIP_ANSWERS[answer] === 'nowhere' && prng.below(KEEP_NOWHERE) > 0) continue;
    return { question, answer };
  }
}

/** What a question of a kind asks about: something of a random object of the clip, or a random turn. */
function subjectOf(kind: number, objects: readonly ClipObject[], prng: Prng): number {
  const object = objects[prng.below(CLIP_OBJECTS)]!;
  return [object.direction, object.colour, 0, object.direction, prng.below(TURNS.length)][kind]!;
}

/** What a text asks, if it is one of the questions above. */
export function parseClipQuestion(text: string): ClipQuestion | null {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return clipQuestions.find((question) => clipQuestionText(question) === plain) ?? null;
}
