import { configError } from '../core/errors.ts';
import { camelCase } from './read-options.ts';

/** The names of a row of a table. */
export interface RowNames {
  readonly name: string;
  readonly className: string;
  readonly aliases?: readonly string[];
}

/** A row that makes an object with its default options. */
export interface NamedFactory<T> {
  (): T;
  readonly def: RowNames;
}

/** Names that Keras knows a row by: the function's, the class's and the short ones. */
export const kerasNames = ({ name, className, aliases = [] }: RowNames): readonly string[] => [
  name,
  className,
  ...aliases,
];

/** The row that answers to `name`: Keras's names, or the function's in camel case. Undefined where none does. */
export function findByName<F extends { readonly def: RowNames }>(
  rows: readonly F[],
  name: string,
): F | undefined {
  return rows.find(({ def }) => kerasNames(def).includes(name) || camelCase(def.name) === name);
}

/** A config error that lists the known names. `what` is 'loss', 'metric' or 'optimizer'. */
export function unknownName(
  where: string,
  what: string,
  given: unknown,
  rows: readonly { readonly def: RowNames }[],
  also: readonly string[] = [],
): Error {
  const names = [...also, ...rows.map(({ def }) => def.name)].sort();
  return configError({
    where,
    must: `${what} is an object or one of the names ${names.join(', ')}`,
    got: typeof given === 'string' ? `'${given}'` : String(given),
  });
}
