import { beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS, answerTo, parseQuestion, QUESTION_KINDS, questionText } from './clevr-question.ts';
import { COLOURS, decodeScene, radiusFor, renderScene } from './clevr-scene.ts';
import { sha256 } from './read.ts';
import { sortOfClevr } from './sort-of-clevr.ts';
import type { Dataset, LoadContext, Split } from './types.ts';

const none: LoadContext = { read: () => Promise.reject(new Error('generated data read no file')) };
const small = { train: 200, validation: 100, size: 48 };

/** What the pixels show: for each colour of the picture the box that it fills, and whether it fills it wholly. */
interface Seen {
  readonly x: number;
  readonly y: number;
  readonly shape: 'square' | 'circle';
}

function look(image: ArrayLike<number>, size: number): Map<string, Seen> {
  const boxes = new Map<string, { xs: number[]; ys: number[] }>();
  for (let p = 0; p < size * size; p++) {
    const rgb = [image[p * 3], image[p * 3 + 1], image[p * 3 + 2]].join();
    if (rgb === '0,0,0') continue;
    const box = boxes.get(rgb) ?? { xs: [], ys: [] };
    box.xs.push(p % size);
    box.ys.push(Math.floor(p / size));
    boxes.set(rgb, box);
  }
  const names = new Map([
    ['230,40,40', 'red'],
    ['40,190,60', 'green'],
    ['50,80,240', 'blue'],
    ['245,140,20', 'orange'],
    ['140,140,140', 'grey'],
    ['245,235,60', 'yellow'],
  ]);
  return new Map(
    [...boxes].map(([rgb, { xs, ys }]) => {
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const full = (right - left + 1) * (bottom - top + 1) === xs.length;
      return [
        names.get(rgb)!,
        { x: (left + right) / 2, y: (top + bottom) / 2, shape: full ? 'square' : 'circle' },
      ];
    }),
  );
}

/** Answers an English question from what is seen: written apart from the generator. */
function reply(question: string, seen: Map<string, Seen>, size: number): string {
  const colour = COLOURS.find((name) => question.includes(name))!;
  const me = seen.get(colour)!;
  const others = [...seen].filter(([name]) => name !== colour).map(([, object]) => object);
  others.sort((a, b) => Math.hypot(a.x - me.x, a.y - me.y) - Math.hypot(b.x - me.x, b.y - me.y));
  if (question.includes('closest')) return others[0]!.shape;
  if (question.includes('furthest')) return others.at(-1)!.shape;
  if (question.includes('how many')) {
    const alike = others.filter(({ shape }) => shape === me.shape).length;
    return ['one', 'two', 'three', 'four', 'five', 'six'][alike]!;
  }
  if (question.includes('left')) return me.x < (size - 1) / 2 ? 'left' : 'right';
  if (question.includes('top')) return me.y < (size - 1) / 2 ? 'top' : 'bottom';
  return me.shape;
}

function questionOf({ columns }: Split, sample: number): string {
  const { data, names, shape } = columns.question!;
  const ids = data.subarray(sample * shape[0]!, (sample + 1) * shape[0]!);
  return Array.from(ids, (id) => names![id])
    .join(' ')
    .trim();
}

describe('sort-of-clevr', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await sortOfClevr.load(none, small);
  });

  it('names the facts that questions about one object ask for', () => {
    const { columns, samples } = dataset.validation;
    const facts = columns.facts!;
    for (let sample = 0; sample < samples; sample++) {
      const kind = columns.kind!.data[sample]!;
      if (kind > 2) continue;
      const { colour } = parseQuestion(questionOf(dataset.validation, sample))!;
      const fact = facts.data[facts.index!.rows[sample]! * 18 + colour * 3 + kind]!;
      // Answers of a kind stand in pairs, no before yes: circle, square; left, right; top, bottom.
      expect(columns.answer!.data[sample]).toBe(2 * kind + fact);
    }
  });

  it('has twenty questions a scene, half of them relational', () => {
    const { train, validation } = dataset;
    expect([train.samples, validation.samples]).toEqual([4000, 2000]);
    expect(train.columns.image!.shape).toEqual([48, 48, 3]);
    expect(train.columns.image!.data.length).toBe(200 * 48 * 48 * 3);
    const relational = Array.from(train.columns.kind!.data).filter((kind) => kind >= 3);
    expect(relational).toHaveLength(2000);
  });

  it('answers every question truly, by the pixels alone', () => {
    const { columns, samples } = dataset.validation;
    const bytes = 48 * 48 * 3;
    for (let i = 0; i < samples; i++) {
      const row = columns.image!.index!.rows[i]!;
      const seen = look(columns.image!.data.subarray(row * bytes, (row + 1) * bytes), 48);
      expect(seen.size).toBe(6);
      const question = questionOf(dataset.validation, i);
      expect([question, ANSWERS[columns.answer!.data[i]!]]).toEqual([question, reply(question, seen, 48)]);
    }
  });

  it('reports base rates by kind of question', () => {
    const { names, baseRates, sets } = dataset.groups!;
    expect(names).toEqual(QUESTION_KINDS);
    for (const kind of [0, 1, 2, 3, 4]) expect(baseRates[kind]).toBeLessThan(0.6);
    expect(baseRates[5]).toBeLessThan(0.45);
    expect(sets).toEqual({ 'non-relational': [0, 1, 2], relational: [3, 4, 5] });
  });

  it('gives the same bytes for the same seed, also from release to release', async () => {
    const again = await sortOfClevr.load(none, small);
    const other = await sortOfClevr.load(none, { ...small, seed: 2 });
    const sums = [dataset, again, other].map(({ train }) => sha256(train.columns.image!.data as never));
    const [first, second, third] = await Promise.all(sums);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(first).toMatchInlineSnapshot(`"015685782fcc2cf88e72c4c20478b71de1680f0ca54d54c0d616b5bd116278b2"`);
    const questions = new Uint8Array(dataset.train.columns.question!.data.buffer as ArrayBuffer);
    expect(await sha256(questions)).toMatchInlineSnapshot(
      `"3dd1f7a6ecffda6e0e4f846fd3b3f5cddb16c047c44ad35673c3fe19719ce9c0"`,
    );
  });

  it('describes each scene so that it can be drawn again', () => {
    const { objects, image } = dataset.train.columns;
    const scene = decodeScene(objects!.data.subarray(3 * 18, 4 * 18));
    const bytes = 48 * 48 * 3;
    expect(renderScene(scene, 48)).toEqual(image!.data.slice(3 * bytes, 4 * bytes));
  });

  it('draws at every size from 32 to 75', async () => {
    for (let size = 32; size <= 75; size++) {
      const { validation } = await sortOfClevr.load(none, { train: 50, validation: 20, questions: 1, size });
      const scene = validation.columns.image!.data.subarray(0, size * size * 3);
      expect(look(scene, size).size).toBe(6);
    }
  });

  it('reports progress, stops when told, and refuses what does not fit', async () => {
    const progress: number[] = [];
    await sortOfClevr.load({ ...none, onProgress: (fraction) => progress.push(fraction) }, small);
    expect(progress.at(-1)).toBe(1);
    await expect(sortOfClevr.load({ ...none, signal: AbortSignal.abort() }, small)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(sortOfClevr.load(none, { train: 20_000, size: 224 })).rejects.toThrow('1024 MiB');
  });
});

describe('questions', () => {
  it('read back from their text', () => {
    for (let kind = 0; kind < QUESTION_KINDS.length; kind++) {
      for (let colour = 0; colour < COLOURS.length; colour++) {
        expect(parseQuestion(`${questionText(kind, colour)}?`)).toEqual({ kind, colour });
      }
    }
    expect(parseQuestion('why is the red object')).toBeNull();
  });

  it('have no answer on the middle line or between two equally far objects of different shape', () => {
    const scene = [
      { shape: 0, x: 16, y: 5 },
      { shape: 0, x: 6, y: 5 },
      { shape: 1, x: 26, y: 5 },
      { shape: 1, x: 4, y: 28 },
      { shape: 1, x: 16, y: 28 },
      { shape: 1, x: 28, y: 28 },
    ];
    expect(answerTo(3, 0, scene, 33)).toBeNull();
    expect(answerTo(1, 0, scene, 33)).toBeNull();
    expect(ANSWERS[answerTo(2, 0, scene, 33)!]).toBe('top');
    expect(ANSWERS[answerTo(5, 0, scene, 33)!]).toBe('two');
    expect(radiusFor(75)).toBe(5);
  });
});
