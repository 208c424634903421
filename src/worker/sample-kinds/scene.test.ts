import { expect, test } from 'vitest';
import { Prng } from '../../core/prng.ts';
import { drawScene, renderScene } from '../../data/clevr-scene.ts';
import { pictureOf, rearranged, sceneView, truthOf } from './scene.ts';

const SIZE = 48;
const scene = { size: SIZE, objects: drawScene(SIZE, new Prng(5, 0)) };

/** Six places in two rows, far from each other. */
const ROWS = Array.from({ length: 6 }, (_, i) => ({ x: 8 + 15 * (i % 3), y: i < 3 ? 8 : 38 }));

test('a scene is shown as named objects with the room that they need', () => {
  const { objects, radius, apart } = sceneView(scene);
  expect([radius, apart]).toEqual([3, 7]);
  expect(objects[0]).toEqual({
    name: `red ${['circle', 'square'][scene.objects[0]!.shape]}`,
    x: scene.objects[0]!.x,
    y: scene.objects[0]!.y,
  });
  expect(rearranged(scene, objects).objects).toEqual(scene.objects);
});

test('objects keep their shapes where they are put, and the picture shows them there', () => {
  const moved = rearranged(scene, ROWS);
  expect(moved.objects.map(({ shape }) => shape)).toEqual(scene.objects.map(({ shape }) => shape));
  expect(pictureOf(moved)).toEqual({ shape: [SIZE, SIZE, 3], data: renderScene(moved.objects, SIZE) });
});

test('the true answer follows; other questions have none', () => {
  const asked = 'Is the red object on the left or on the right?';
  expect(truthOf(rearranged(scene, ROWS), asked)).toBe('left');
  expect(truthOf(rearranged(scene, ROWS.toReversed()), asked)).toBe('right');
  expect(truthOf(scene, 'what is it')).toBe('');
});

test.each([
  ['outside', { x: 2, y: 8 }],
  ['outside', { x: 8, y: 45 }],
  ['between pixels', { x: 8.5, y: 8 }],
  ['touching', { x: 16, y: 8 }],
])('an object %s is refused', (_, place) => {
  expect(() => rearranged(scene, ROWS.with(0, place))).toThrow(/6 objects must lie within 48 × 48/);
});

test('so are too few objects', () => {
  expect(() => rearranged(scene, ROWS.slice(1))).toThrow(/6 objects/);
});
