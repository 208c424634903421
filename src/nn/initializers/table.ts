import { configError } from '../../core/errors.ts';
import { snakeCase } from '../names.ts';
import { constant } from './constant.ts';
import { glorotNormal } from './glorot-normal.ts';
import { glorotUniform } from './glorot-uniform.ts';
import { heNormal } from './he-normal.ts';
import { heUniform } from './he-uniform.ts';
import { identity } from './identity.ts';
import type { Initializer } from './initializer.ts';
import { lecunNormal } from './lecun-normal.ts';
import { lecunUniform } from './lecun-uniform.ts';
import { ones } from './ones.ts';
import { orthogonal } from './orthogonal.ts';
import { randomNormal } from './random-normal.ts';
import { randomUniform } from './random-uniform.ts';
import { truncatedNormal } from './truncated-normal.ts';
import { varianceScaling } from './variance-scaling.ts';
import { zeros } from './zeros.ts';

/** All initializers by their camel-case names. A new one is one file and one line here. */
export const initializers = {
  constant,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  identity,
  lecunNormal,
  lecunUniform,
  ones,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
  zeros,
};

/** A name (`glorot_uniform`, `glorotUniform`, `GlorotUniform`), an initializer, or its serialised form. */
export type InitializerSpec =
  | string
  | Initializer
  | { readonly className: string; readonly config?: Readonly<Record<string, unknown>> };

/** Other names that Keras understands. */
const ALIASES: Readonly<Record<string, string>> = {
  uniform: 'randomuniform',
  normal: 'randomnormal',
  one: 'ones',
  zero: 'zeros',
  orthogonalinitializer: 'orthogonal',
  identityinitializer: 'identity',
};

function keyOf(name: string): string {
  const key = snakeCase(name).replaceAll('_', '');
  return ALIASES[key] ?? key;
}

const BY_KEY = new Map<string, (config?: object) => Initializer>(
  Object.entries(initializers).map(([name, make]) => [keyOf(name), make as (config?: object) => Initializer]),
);

/** The initializer that a spec means. Errors with the known names where there is none. */
export function getInitializer(spec: InitializerSpec): Initializer {
  if (typeof spec !== 'string' && 'create' in spec) return spec;
  const name = typeof spec === 'string' ? spec : spec.className;
  const make = BY_KEY.get(keyOf(name));
  if (make === undefined) {
    const known = Object.keys(initializers).map(snakeCase).join(', ');
    throw configError({ where: 'initializer', must: `must be one of ${known}`, got: name });
  }
  return make(typeof spec === 'string' ? {} : (spec.config ?? {}));
}

/** The serialised form of an initializer. */
export function serializeInitializer({ className, config }: Initializer): {
  className: string;
  config: Readonly<Record<string, unknown>>;
} {
  return { className, config };
}
