import type { AnyLayer } from '../layer.ts';
import { Activation, activation } from './activation.ts';
import { Dense, dense } from './dense.ts';
import { Dropout, dropout } from './dropout.ts';
import { Flatten, flatten } from './flatten.ts';

/** All layers as functions of their config: `layers.dense({ units: 64 })`. A new layer is one file and two lines here. */
export const layers = { activation, dense, dropout, flatten };

type LayerClass = new (config: never) => unknown;

/** All layer classes by Keras's names, for configs. */
export const LAYER_CLASSES = { Activation, Dense, Dropout, Flatten } satisfies Record<string, LayerClass>;

/** A new layer of a class named as in Keras, from Keras's config in camel case. */
export type LayerMaker = (config: Record<string, unknown>) => AnyLayer;
