import { COLOURS, type SceneObject, SHAPES } from './clevr-scene.ts';
import { Vocabulary } from './words.ts';

/** Kinds of questions, non-relational before relational, as in the benchmark (Santoro et al. 2017, arXiv:1706.01427). */
export const QUESTION_KINDS = [
  'shape',
  'left or right',
  'top or bottom',
  'closest',
  'furthest',
  'count',
] as const;
export const NON_RELATIONAL = [0, 1, 2];
export const RELATIONAL = [3, 4, 5];

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six'];
/** All answers there are, in the order of their ids. */
export const ANSWERS: readonly string[] = [...SHAPES, 'left', 'right', 'top', 'bottom', ...COUNTS];

/** The English of a question of a kind about the object of a colour. */
export function questionText(kind: number, colour: number): string {
  const name = COLOURS[colour]!;
  const texts = [
    `what shape is the ${name} object`,
    `is the ${name} object on the left or on the right`,
    `is the ${name} object at the top or at the bottom`,
    `what shape is the object closest to the ${name} one`,
    `what shape is the object furthest from the ${name} one`,
    `how many objects have the shape of the ${name} one`,
  ];
  return texts[kind]!;
}

/** Every word of every question, in alphabetical order. */
export const questionVocabulary = new Vocabulary(
  [...new Set(allQuestions().flatMap((text) => text.split(' ')))].sort(),
);

function allQuestions(): string[] {
  return QUESTION_KINDS.flatMap((_, kind) => COLOURS.map((_colour, colour) => questionText(kind, colour)));
}

/**
 * Id of the true answer in a scene of `size` pixels, or null where there is none: the object lies on the middle line,
 * or two objects of different shape are equally far.
 */
export function answerTo(
  kind: number,
  colour: number,
  objects: readonly SceneObject[],
  size: number,
): number | null {
  const object = objects[colour]!;
  switch (kind) {
    case 0:
      return object.shape;
    case 1:
      return sideOf(object.x, size, 'left', 'right');
    case 2:
      return sideOf(object.y, size, 'top', 'bottom');
    case 3:
      return shapeAtExtreme(object, objects, -1);
    case 4:
      return shapeAtExtreme(object, objects, 1);
    default:
      return ANSWERS.indexOf(COUNTS[objects.filter(({ shape }) => shape === object.shape).length - 1]!);
  }
}

/** Halves of size pixels 0 … size − 1: their middle line is at (size − 1) / 2. */
function sideOf(position: number, size: number, low: string, high: string): number | null {
  const twice = 2 * position - (size - 1);
  return twice === 0 ? null : ANSWERS.indexOf(twice < 0 ? low : high);
}

/** Shape of the other object with the greatest (sign 1) or smallest (sign -1) distance. */
function shapeAtExtreme(object: SceneObject, objects: readonly SceneObject[], sign: 1 | -1): number | null {
  const others = objects.filter((other) => other !== object);
  const scores = others.map(({ x, y }) => sign * ((x - object.x) ** 2 + (y - object.y) ** 2));
  const best = Math.max(...scores);
  const shapes = new Set(others.filter((_, i) => scores[i] === best).map(({ shape }) => shape));
  return shapes.size === 1 ? [...shapes][0]! : null;
}

/** What a text asks, if it is one of the questions above. */
export function parseQuestion(text: string): { kind: number; colour: number } | null {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  for (let kind = 0; kind < QUESTION_KINDS.length; kind++) {
    const colour = COLOURS.findIndex((_, candidate) => questionText(kind, candidate) === plain);
    if (colour >= 0) return { kind, colour };
  }
  return null;
}
