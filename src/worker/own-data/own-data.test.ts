import { expect, test } from 'vitest';
import type { DecodeImage } from '../../data/image-folder.ts';
import type { Event, GivenData } from '../protocol.ts';
import { OwnData } from './own-data.ts';

type Answer = Extract<Event, { type: 'checked-data' }>;

const noPictures: DecodeImage = () => Promise.reject(new Error('no picture'));

/** Own data whose events are kept. */
function ownData(decode = noPictures) {
  const events: Event[] = [];
  const own = new OwnData((event) => events.push(event), decode);
  const check = async (given: GivenData) => {
    await own.check(events.length, given);
    return events.at(-1) as Answer;
  };
  return { own, events, check };
}

const table = (
  text: string,
  label: string | null = null,
  leftOut: readonly string[] | null = null,
): GivenData => ({
  kind: 'table',
  name: 'flowers.csv',
  file: new Blob([text]),
  label,
  leftOut,
});

/** Petals of two kinds, with a name that is no number and one row that is wrong. */
const FLOWERS = `petal,name,kind,sepal
${Array.from({ length: 20 }, (_, i) => `${i % 2 ? 5 : 1}.${i},flower ${i},${i % 2 ? 'rose' : 'lily'},${i}`).join('\n')}
broken,flower,rose,1`;

test('tells what each column is, what can be used, and each row that cannot', async () => {
  const { check } = ownData();
  const { report, columns, error } = await check(table(FLOWERS));
  expect(error).toBeNull();
  expect(columns.map(({ name, role }) => [name, role])).toEqual([
    ['petal', 'number'],
    ['name', 'left-out'],
    ['kind', 'label'],
    ['sepal', 'number'],
  ]);
  expect(report).toMatchObject({
    found: 21,
    used: 20,
    train: 16,
    validation: 4,
    shape: [2],
    problemCount: 1,
  });
  expect(report!.classes).toEqual([
    { name: 'lily', count: 10 },
    { name: 'rose', count: 10 },
  ]);
  expect(report!.problems).toEqual([{ place: '22, petal', message: '"broken" is not a number' }]);
});

test('takes the label and the columns that were asked for', async () => {
  const { check } = ownData();
  const { columns, report } = await check(table('a,b,c\n1,2,3\n4,2,3\n5,6,3\n7,6,3\n1,6,9\n', 'b', ['c']));
  expect(columns.map(({ role }) => role)).toEqual(['number', 'label', 'left-out']);
  expect(report).toMatchObject({ used: 5, shape: [1], classes: [{ name: '2' }, { name: '6' }] });
});

test('a table that cannot be used is an error, with its columns to choose from', async () => {
  const { check } = ownData();
  const { report, columns, error } = await check(table('a,b\n1,2\n3,4\n5,6\n7,8\n'));
  expect(report).toBeNull();
  expect(columns).toHaveLength(2);
  expect(error!.message).toContain('at least two samples');
  expect((await check(table(''))).error!.message).toContain('1 to');
});

test('data become a preset when they are used, and not before', async () => {
  const { own, events, check } = ownData();
  expect(() => own.preset('own-table')).toThrow(/chosen anew/);
  expect(() => own.use()).toThrow(/chosen anew/);
  await check(table(FLOWERS));
  own.use();
  expect(events.at(-1)).toMatchObject({
    type: 'own-preset',
    preset: { id: 'own-table', title: 'flowers.csv' },
  });
  const built = own.preset('own-table').build({ ...defaults(own), units: 8 });
  expect(built.model.outputs[0]!.shape).toEqual([null, 2]);
  expect(own.dataset('own-table')!.train.samples).toBe(16);
  expect(own.preset('mnist-mlp').id).toBe('mnist-mlp');
});

const defaults = (own: OwnData) =>
  Object.fromEntries(own.preset('own-table').params.map(({ id, values }) => [id, values.default]));

/** Files `light/*` are bright, files `dark/*` are black; any other is no picture. */
const decode: DecodeImage = async (_, path) => {
  if (!/\.png$/.test(path)) throw new Error('no picture');
  const data = new Uint8Array(16).fill(path.startsWith('light') ? 250 : 0);
  return { width: 2, height: 2, data: data.map((value, i) => (i % 4 === 3 ? 255 : value)) };
};

test('pictures are reported file by file, and seen as the model will see them', async () => {
  const { own, check } = ownData(decode);
  const paths = ['light/1.png', 'light/2.png', 'dark/1.png', 'dark/2.png', 'dark/3.png', 'dark/note.doc'];
  const files = paths.map((path) => ({ path, file: new Blob(['x']) }));
  const { report } = await check({ kind: 'pictures', name: 'tones', files, size: 8, channels: 1 });
  expect(report).toMatchObject({ found: 6, used: 5, shape: [8, 8, 1], problemCount: 1 });
  expect(report!.problems).toEqual([{ place: 'dark/note.doc', message: 'no picture' }]);
  expect(report!.pictures[0]!.image.shape).toEqual([8, 8, 1]);
  own.use();
  expect(own.preset('own-pictures').samples).toBe('image-class');
});

test('a newer check ends an older one', async () => {
  const { own, events } = ownData(decode);
  const files = [{ path: 'a/1.png', file: new Blob(['x']) }];
  const first = own.check(1, { kind: 'pictures', name: 'old', files, size: 8, channels: 1 });
  await own.check(2, table(FLOWERS));
  await first;
  expect(events.filter(({ type }) => type === 'checked-data')).toMatchObject([{ request: 2 }]);
});
