// Names of layers as the engine gives them: `dense`, `dense_1`, …

const taken = new Map<string, number>();

/** `MaxPooling2D` → `max_pooling2d`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** A name that no layer has yet. */
export function automaticName(className: string): string {
  const base = snakeCase(className);
  let count = taken.get(base) ?? 0;
  let name = count === 0 ? base : `${base}_${count}`;
  while (count > 0 && taken.has(name)) name = `${base}_${++count}`;
  taken.set(base, count + 1);
  if (name !== base) taken.set(name, taken.get(name) ?? 1);
  return name;
}

/** A name that the person chose. */
export function chosenName(name: string): string {
  taken.set(name, Math.max(taken.get(name) ?? 0, 1));
  return name;
}
