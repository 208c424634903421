const taken = new Map<string, number>();

/** `MaxPooling2D` → `max_pooling2d`, as Keras makes names from class names. */
export function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** A name nobody has: `dense`, then `dense_1`, `dense_2`, … Counted over the life of the page. */
export function uniqueName(base: string): string {
  let count = taken.get(base) ?? 0;
  let name = count === 0 ? base : `${base}_${count}`;
  while (count > 0 && taken.has(name)) name = `${base}_${++count}`;
  taken.set(base, count + 1);
  if (name !== base) taken.set(name, taken.get(name) ?? 1);
  return name;
}

/** Notes a name that the user chose, so that no automatic name equals it. */
export function reserveName(name: string): string {
  taken.set(name, Math.max(taken.get(name) ?? 0, 1));
  return name;
}

/** Starts the automatic names over, as `keras.utils.clear_session` does. */
export function resetNames(): void {
  taken.clear();
}
