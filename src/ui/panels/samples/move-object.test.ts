import { expect, test } from 'vitest';
import type { SceneView } from '../../../worker/protocol.ts';
import { moveObject } from './move-object.ts';

const scene: SceneView = { size: 48, radius: 3, apart: 7, objects: [] };
const places = [
  { x: 10, y: 10 },
  { x: 30, y: 10 },
];

test('an object goes where it is put, in whole pixels, and never leaves the picture', () => {
  expect(moveObject(scene, places, 0, { x: 12.4, y: 40 })[0]).toEqual({ x: 12, y: 40 });
  expect(moveObject(scene, places, 0, { x: -9, y: 99 })[0]).toEqual({ x: 3, y: 44 });
});

test('it touches no other: it goes past, or stays', () => {
  expect(moveObject(scene, places, 0, { x: 26, y: 14 })[0]).toEqual({ x: 10, y: 14 });
  expect(moveObject(scene, places, 0, { x: 26, y: 10 })).toBe(places);
  expect(moveObject(scene, places, 0, { x: 22, y: 10 })[0]).toEqual({ x: 22, y: 10 });
});
