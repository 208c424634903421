import { configError } from '../../core/errors.ts';
import { ANSWERS, answerTo, parseQuestion } from '../../data/clevr-question.ts';
import {
  COLOURS,
  decodeScene,
  OBJECTS,
  radiusFor,
  renderScene,
  type SceneObject,
  SHAPES,
} from '../../data/clevr-scene.ts';
import { rowOf } from '../column-rows.ts';
import type { OpenRun } from '../open-run.ts';
import type { Place, SceneView, WireTensor } from '../protocol.ts';

/** The objects of a picture, and the side of it in pixels. */
export interface Scene {
  readonly size: number;
  readonly objects: readonly SceneObject[];
}

/** What a validation sample's picture was drawn from; null where that is not known. */
export function sceneOf({ dataset }: OpenRun, sample: number): Scene | null {
  const { objects, image } = dataset.validation.columns;
  if (dataset.id !== 'sort-of-clevr' || objects === undefined || image === undefined) return null;
  return { size: rowOf(image, sample).shape[0]!, objects: decodeScene(rowOf(objects, sample).data) };
}

export const sceneView = ({ size, objects }: Scene): SceneView => ({
  size,
  radius: radiusFor(size),
  apart: apartIn(size),
  objects: objects.map(({ shape, x, y }, i) => ({ name: `${COLOURS[i]} ${SHAPES[shape]}`, x, y })),
});

const apartIn = (size: number): number => 2 * radiusFor(size) + 1;

/** The same objects elsewhere. Errors where one would leave the picture or touch another, as none does in the data. */
export function rearranged({ size, objects }: Scene, places: readonly Place[]): Scene {
  const r = radiusFor(size);
  const inside = (at: number) => Number.isInteger(at) && at >= r && at < size - r;
  const touch = (a: Place, b: Place) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) <= apartIn(size);
  const fit =
    places.length === OBJECTS &&
    places.every(({ x, y }) => inside(x) && inside(y)) &&
    !places.some((a, i) => places.slice(i + 1).some((b) => touch(a, b)));
  if (fit)
    return { size, objects: objects.map(({ shape }, i) => ({ shape, x: places[i]!.x, y: places[i]!.y })) };
  throw configError({
    where: 'your own scene',
    must: `its ${OBJECTS} objects must lie within ${size} × ${size} pixels and not touch`,
    got: places.map(({ x, y }) => `${x}, ${y}`).join('; '),
  });
}

export const pictureOf = ({ size, objects }: Scene): WireTensor => ({
  shape: [size, size, 3],
  data: renderScene(objects, size),
});

/** The true answer; '' where the question is none of the data's, or has no single answer here. */
export function truthOf({ size, objects }: Scene, question: string): string {
  const asked = parseQuestion(question);
  const answer = asked === null ? null : answerTo(asked.kind, asked.colour, objects, size);
  return answer === null ? '' : ANSWERS[answer]!;
}
