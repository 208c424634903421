import type { Place, SceneView } from '../../../worker/protocol.ts';

/** Whole pixels within a picture in which an object is seen whole. */
const inside = (at: number, { size, radius }: SceneView): number =>
  Math.round(Math.min(size - 1 - radius, Math.max(radius, at)));

/**
 * The places of all objects when one of them goes as near to `to` as it can without leaving the picture or touching another; where
 * another is in its way it goes across or down only, or stays.
 */
export function moveObject(
  scene: SceneView,
  places: readonly Place[],
  index: number,
  to: Place,
): readonly Place[] {
  const from = places[index]!;
  const [x, y] = [inside(to.x, scene), inside(to.y, scene)];
  const others = places.filter((_, i) => i !== index);
  const free = (at: Place) =>
    others.every((other) => Math.max(Math.abs(other.x - at.x), Math.abs(other.y - at.y)) > scene.apart);
  const wanted = [
    { x, y },
    { x, y: from.y },
    { x: from.x, y },
  ];
  const found = wanted.find(free);
  return found === undefined || (found.x === from.x && found.y === from.y)
    ? places
    : places.with(index, found);
}
