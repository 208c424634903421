// Links the files under shaders/ to plain WGSL: resolves imports, `@if` conditions and the generated module `tail`.

import {
  composeResolvers,
  createVirtualLibraryResolver,
  linkRegistry,
  type ModuleResolver,
  RecordResolver,
} from 'wesl/core';
import { digest } from '../core/digest.ts';
import { gpuError } from '../core/errors.ts';

/** Bindings of the frame that every shader has; its storage buffers follow from STORAGE_BINDING on. */
export const PARAMS_BINDING = 0;
export const TAIL_INTS_BINDING = 1;
export const STEP_SCALARS_BINDING = 2;
export const STORAGE_BINDING = 3;

export type Conditions = Readonly<Record<string, boolean>>;

/** A shader file to link. */
export interface ShaderRequest {
  /** Path under shaders/ without its ending, for example `matmul/register-tile`. */
  readonly shader: string;
  /** A value for every condition that the file or its imports mention. */
  readonly conditions: Conditions;
  /** Text of the module `tail`; only for shaders that import it. */
  readonly tail?: string;
}

const files = import.meta.glob<string>('/shaders/**/*.{wgsl,wesl}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

// Module paths are WGSL identifiers, file names are kebab-case.
const moduleName = (path: string): string =>
  path
    .replace(/^\/shaders\//, '')
    .replace(/\.(wgsl|wesl)$/, '')
    .replaceAll('-', '_');

const sources = Object.fromEntries(Object.entries(files).map(([path, text]) => [moduleName(path), text]));
/** Shared by all links, so each file is parsed once. */
const library = new RecordResolver(sources, { keepComments: false });
const linked = new Map<string, string>();

/** Paths of all shader files, as `ShaderRequest.shader` names them. */
export const shaderFiles: readonly string[] = Object.keys(files).map((path) =>
  path.replace(/^\/shaders\//, '').replace(/\.(wgsl|wesl)$/, ''),
);

/** Tells the shaders of one version from those of another. */
export const SHADERS_DIGEST: string = digest(Object.entries(files).sort().join());

/** WGSL of a shader file. Equal requests are linked once. Errors on an unknown file or a condition without value. */
export function linkShader({ shader, conditions, tail = '' }: ShaderRequest): string {
  const key = JSON.stringify([shader, Object.entries(conditions).sort(), tail]);
  const known = linked.get(key);
  if (known !== undefined) return known;
  const module = moduleName(shader);
  if (sources[module] === undefined) throw unknownShader(shader);
  const generators = { tail: () => tail };
  const context = { conditions, rootModulePath: module, packageName: 'package' };
  const generated = createVirtualLibraryResolver(generators, context, false);
  const text = link(shader, module, conditions, composeResolvers(library, generated));
  linked.set(key, text);
  return text;
}

/** WGSL of a generated module, which may import from shaders/lib. Not cached: the caller keeps pipelines by text. */
export function linkGenerated(text: string, conditions: Conditions = {}): string {
  const root = new RecordResolver({ generated: text }, { keepComments: false });
  return link('generated', 'generated', conditions, composeResolvers(root, library));
}

function link(shader: string, module: string, conditions: Conditions, resolver: ModuleResolver): string {
  const rootModuleName = `package::${module}`;
  const given = strict(shader, conditions);
  return linkRegistry({ resolver, rootModuleName, conditions: given, sourceMap: false }).dest.text;
}

/** WESL takes a condition that is not given as false; a misspelt one would silently link the wrong code. */
function strict(shader: string, conditions: Conditions): Record<string, boolean> {
  return new Proxy(
    { ...conditions },
    {
      get(target, name) {
        if (typeof name === 'string' && !(name in target)) throw missingCondition(shader, name, conditions);
        return Reflect.get(target, name);
      },
    },
  );
}

function missingCondition(shader: string, name: string, given: Conditions): Error {
  return gpuError({
    where: `shader ${shader}`,
    must: `condition ${name} must be given`,
    got: Object.keys(given).join(', ') || 'none',
  });
}

function unknownShader(shader: string): Error {
  return gpuError({ where: `shader ${shader}`, must: 'must be a file under shaders/', got: 'no such file' });
}

/**
 * The tail of a kernel behind which nothing is fused: writes output 0, seen as [rows, cols], to the storage buffer at
 * `binding`. Its integers (binding 1) are one u32, `cols`.
 */
export function defaultTail(binding: number): string {
  return `
struct TailInts { cols: u32 }
@group(0) @binding(${TAIL_INTS_BINDING}) var<uniform> tail_ints: TailInts;
@group(0) @binding(${binding}) var<storage, read_write> tail_out: array<f32>;

fn store(row: u32, col: u32, value: f32) {
  tail_out[row * tail_ints.cols + col] = value;
}

fn store_four(row: u32, col: u32, values: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    store(row, col + i, values[i]);
  }
}
`;
}
