import { beforeAll, describe, expect, it } from 'vitest';
import { Prng } from '../core/prng.ts';
import {
  CLIP_COLOURS,
  type ClipObject,
  clipFacts,
  decodeClip,
  drawClip,
  FIGURES,
  renderClip,
} from './clip.ts';
import {
  CLIP_ANSWERS,
  CLIP_KINDS,
  clipAnswer,
  clipQuestions,
  clipQuestionText,
  parseClipQuestion,
} from './clip-question.ts';
import { movingShapes } from './moving-shapes.ts';
import { sha256 } from './read.ts';
import type { Dataset, LoadContext, Split } from './types.ts';

const none: LoadContext = { read: () => Promise.reject(new Error('generated data read no file')) };
const small = { train: 200, validation: 200 };
const frame = 32 * 32 * 3;

/** The track of one colour through the frames: its box's corner and its number of pixels, where it is seen. */
interface Track {
  readonly colour: string;
  readonly first: number;
  readonly boxes: readonly { readonly x: number; readonly y: number; readonly pixels: number }[];
}

const NAMES = new Map([
  ['230,40,40', 'red'],
  ['40,190,60', 'green'],
  ['60,90,250', 'blue'],
  ['245,235,60', 'yellow'],
]);

function tracksOf(clip: ArrayLike<number>, frames: number): Track[] {
  const tracks = new Map<string, { first: number; boxes: { x: number; y: number; pixels: number }[] }>();
  for (let f = 0; f < frames; f++) {
    const found = new Map<string, { x: number; y: number; pixels: number }>();
    for (let p = 0; p < 32 * 32; p++) {
      const at = f * frame + p * 3;
      const colour = NAMES.get([clip[at], clip[at + 1], clip[at + 2]].join());
      if (colour === undefined) continue;
      const box = found.get(colour) ?? { x: 99, y: 99, pixels: 0 };
      found.set(colour, {
        x: Math.min(box.x, p % 32),
        y: Math.min(box.y, Math.floor(p / 32)),
        pixels: box.pixels + 1,
      });
    }
    for (const [colour, box] of found) {
      const track = tracks.get(colour) ?? { first: f, boxes: [] };
      track.boxes.push(box);
      tracks.set(colour, track);
    }
  }
  return [...tracks].map(([colour, track]) => ({ colour, ...track }));
}

/** No object ever hides a part of another. */
function isClear(tracks: readonly Track[]): boolean {
  return tracks.every(({ first, boxes }) => {
    return boxes.length === 16 - first && boxes.every(({ pixels }) => pixels === boxes[0]!.pixels);
  });
}

function headingOf({ boxes }: Track): string {
  const [from, to] = [boxes[0]!, boxes.at(-1)!];
  if (to.x !== from.x) return to.x < from.x ? 'left' : 'right';
  if (to.y !== from.y) return to.y < from.y ? 'up' : 'down';
  return 'nowhere';
}

/** Answers an English question from the tracks, figures by their colour: written apart from the generator. */
function reply(question: string, tracks: readonly Track[], figureOf: Map<string, string>): string {
  const words = question.split(' ');
  if (question.startsWith('how many')) {
    return ['zero', 'one', 'two', 'three'][tracks.filter((t) => headingOf(t) !== 'nowhere').length]!;
  }
  if (question.startsWith('where')) return headingOf(tracks.find(({ colour }) => words.includes(colour))!);
  if (question.includes('comes')) {
    const order = [...tracks].sort((a, b) => a.first - b.first);
    return figureOf.get(order[['first', 'second', 'last'].indexOf(words.at(-1)!)]!.colour)!;
  }
  const wanted = words.at(-1) === 'still' ? 'nowhere' : words.at(-1)!;
  const { colour } = tracks.find((track) => headingOf(track) === wanted)!;
  return question.startsWith('which colour') ? colour : figureOf.get(colour)!;
}

function questionOf({ columns }: Split, sample: number): string {
  const { data, names, shape } = columns.question!;
  const ids = data.subarray(sample * shape[0]!, (sample + 1) * shape[0]!);
  return Array.from(ids, (id) => names![id])
    .join(' ')
    .trim();
}

it('draws as many clips as are asked for, also where two objects leave no room for the third', () => {
  const prng = new Prng(0, 0);
  for (let clip = 0; clip < 20_000; clip++) expect(drawClip({ frames: 16, size: 32 }, prng)).toHaveLength(3);
});

describe('moving-shapes', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await movingShapes.load(none, small);
  });

  const objectsOf = (sample: number): ClipObject[] => {
    const { data, index } = dataset.validation.columns.objects!;
    const row = index!.rows[sample]!;
    return decodeClip(data.subarray(row * 21, (row + 1) * 21));
  };

  it('has eight questions a clip of 16 frames', () => {
    expect([dataset.train.samples, dataset.validation.samples]).toEqual([1600, 1600]);
    expect(dataset.train.columns.clip!.shape).toEqual([16, 32, 32, 3]);
    expect(dataset.train.columns.clip!.data.length).toBe(200 * 16 * frame);
  });

  it('answers every question truly, by the pixels of all clips without overlaps', () => {
    const { columns, samples } = dataset.validation;
    let checked = 0;
    for (let i = 0; i < samples; i++) {
      const row = columns.clip!.index!.rows[i]!;
      const tracks = tracksOf(columns.clip!.data.subarray(row * 16 * frame, (row + 1) * 16 * frame), 16);
      if (!isClear(tracks)) continue;
      const figures = objectsOf(i).map((o) => [CLIP_COLOURS[o.colour]!, FIGURES[o.figure]!] as const);
      const question = questionOf(dataset.validation, i);
      const answer = CLIP_ANSWERS[columns.answer!.data[i]!];
      expect([question, answer]).toEqual([question, reply(question, tracks, new Map(figures))]);
      checked++;
    }
    expect(checked).toBeGreaterThan(samples / 2);
  });

  it('never lets the commonest answer of a kind exceed half', () => {
    expect(dataset.groups!.names).toEqual(CLIP_KINDS);
    for (const rate of dataset.groups!.baseRates) expect(rate).toBeLessThan(0.5);
  });

  it('gives the same bytes for the same seed, also from release to release', async () => {
    const again = await movingShapes.load(none, small);
    const sum = await sha256(dataset.train.columns.clip!.data as never);
    expect(await sha256(again.train.columns.clip!.data as never)).toBe(sum);
    expect(sum).toMatchInlineSnapshot(`"8c2d9f1f332c913271e737d654b9e1166b00ef940eecba38ea3c6035c61c55f6"`);
  });

  it('describes each clip so that it can be drawn again', () => {
    const row = dataset.validation.columns.clip!.index!.rows[40]!;
    const clip = dataset.validation.columns.clip!.data.slice(row * 16 * frame, (row + 1) * 16 * frame);
    expect(renderClip(objectsOf(40), { frames: 16, size: 32 })).toEqual(clip);
  });

  it('draws other sizes and refuses what does not fit', async () => {
    const large = await movingShapes.load(none, { train: 50, validation: 20, size: 75, frames: 21 });
    expect(large.train.columns.clip!.shape).toEqual([21, 75, 75, 3]);
    const huge = movingShapes.load(none, { train: 1000, frames: 100, size: 224 });
    await expect(huge).rejects.toThrow('moving-shapes: the pictures must fit into 1024 MiB');
  });
});

describe('questions about clips', () => {
  it('read back from their text', () => {
    for (const question of clipQuestions) {
      expect(parseClipQuestion(` ${clipQuestionText(question)}? `)).toEqual(question);
    }
    expect(parseClipQuestion('what is this')).toBeNull();
  });

  it('have no answer about what is not there or is there twice', () => {
    const still = { direction: 4, appears: 0, x: 5, y: 5, distance: 0 };
    const clip = [
      { ...still, figure: 0, colour: 0 },
      { ...still, figure: 1, colour: 1 },
      { ...still, figure: 2, colour: 2, direction: 0, distance: 8 },
    ];
    expect(clipAnswer({ kind: 0, about: 4 }, clip)).toBeNull();
    expect(clipAnswer({ kind: 1, about: 3 }, clip)).toBeNull();
    expect(CLIP_ANSWERS[clipAnswer({ kind: 0, about: 0 }, clip)!]).toBe('triangle');
    expect(CLIP_ANSWERS[clipAnswer({ kind: 2, about: 0 }, clip)!]).toBe('one');
  });
});

describe('facts of a clip', () => {
  const clip = { frames: 16, size: 32 };
  const facts = (objects: readonly ClipObject[], colour: number) =>
    clipFacts(objects).slice(15 * colour, 15 * colour + 15);

  it('tell figure, direction and turn of the object of each colour, and nothing of a colour that is not there', () => {
    const prng = new Prng(5, 0);
    for (let n = 0; n < 100; n++) {
      const objects = drawClip(clip, prng);
      const byTurn = [...objects].sort((a, b) => a.appears - b.appears);
      for (let colour = 0; colour < CLIP_COLOURS.length; colour++) {
        const object = objects.find((o) => o.colour === colour);
        const told = facts(objects, colour).flatMap((fact, i) => (fact === 1 ? [i] : []));
        const expected =
          object === undefined ? [] : [object.figure, 7 + object.direction, 12 + byTurn.indexOf(object)];
        expect(told).toEqual(expected);
      }
    }
  });
});
