// Checks every import between modules of src/ against the import law. `node tools/check/import-rules.mjs`

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FEWEST_MODULES, IMPORT_LAW, TEST_MODULE } from './import-law.mjs';

/**
 * @typedef {{ specifier: string, line: number }} Import
 * @typedef {{ file: string, line: number, message: string }} Violation
 * @typedef {{ law?: Record<string, readonly string[]>, fewest?: number, isTest?: RegExp }} Options
 */

/**
 * Blanks comments, keeping line numbers. Strings are left alone, so that a `//` inside one is no comment.
 * @param {string} source
 */
export function withoutComments(source) {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, (text) => (text.startsWith('/') ? text.replace(/[^\n]/g, ' ') : text));
}

const STATEMENT = /(?:^|[;}])\s*(?:import|export)\b(?!\s*\()(?:[^'"`;]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm;
const EXPRESSION = /\bimport\s*\(\s*(['"`])([^'"`\n$]+)\1/g;
const URL_OF_MODULE = /\bnew\s+URL\(\s*(['"])(\.[^'"\n]+\.tsx?)\1\s*,\s*import\.meta\.url/g;

/**
 * All that a module imports: statements, re-exports, `import()` (types too) and `new URL('./x.ts', import.meta.url)`.
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(source) {
  const code = withoutComments(source);
  return [STATEMENT, EXPRESSION, URL_OF_MODULE]
    .flatMap((pattern) => [...code.matchAll(pattern)])
    .map((match) => ({
      specifier: match[2] ?? '',
      line: lineAt(code, match.index + match[0].length),
    }))
    .sort((a, b) => a.line - b.line);
}

/** @param {string} text @param {number} index */
const lineAt = (text, index) => text.slice(0, index).split('\n').length;

/**
 * The row that speaks for a module: the longest one that is the module itself or a folder above it.
 * @param {string} module path below src/, with slashes and without extension
 * @param {Record<string, readonly string[]>} law
 */
export function rowOf(module, law = IMPORT_LAW) {
  return Object.keys(law)
    .filter((row) => isWithin(module, row))
    .sort((a, b) => b.length - a.length)[0];
}

/** @param {string} module @param {string} row */
const isWithin = (module, row) => module === row || module.startsWith(`${row}/`);

/**
 * Checks the tree below `src`.
 * @param {string} src the folder
 * @param {Options} [options]
 * @returns {{ modules: number, imports: number, violations: Violation[] }}
 */
export function checkImports(src, { law = IMPORT_LAW, fewest = FEWEST_MODULES, isTest = TEST_MODULE } = {}) {
  const files = modulesBelow(src);
  const checked = files.map((file) => checkModule(src, file, law, isTest));
  const violations = checked.flatMap((module) => module.violations);
  if (files.length < fewest) violations.push(tooFew(files.length, fewest));
  return {
    modules: files.length,
    imports: checked.reduce((sum, module) => sum + module.imports, 0),
    violations,
  };
}

/** @param {number} read @param {number} fewest @returns {Violation} */
const tooFew = (read, fewest) => ({
  file: 'src',
  line: 0,
  message: `the check must read at least ${fewest} modules, got ${read}`,
});

/** @param {string} folder @returns {string[]} */
function modulesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|mts|mjs|js)$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

/**
 * @param {string} src @param {string} file @param {Record<string, readonly string[]>} law @param {RegExp} isTest
 * @returns {{ imports: number, violations: Violation[] }}
 */
function checkModule(src, file, law, isTest) {
  const shown = `src/${slashes(relative(src, file))}`;
  const free = isTest.test(shown);
  const row = rowOf(moduleName(src, file), law);
  const imports = importsOf(readFileSync(file, 'utf8'));
  const say = (/** @type {number} */ line, /** @type {string} */ message) => ({ file: shown, line, message });
  if (!row && !free) {
    const folder = shown.slice(0, shown.lastIndexOf('/'));
    return { imports: 0, violations: [say(1, `${folder} must have a row in tools/check/import-law.mjs`)] };
  }
  const violations = imports.flatMap(({ specifier, line }) => {
    const message = faultOf(src, file, specifier, free ? undefined : row, law);
    return message ? [say(line, message)] : [];
  });
  return { imports: imports.length, violations };
}

/**
 * What is wrong with one import, or `undefined`.
 * @param {string} src @param {string} file @param {string} specifier
 * @param {string | undefined} row the importing module's row; none for tests, which may import anything that exists
 * @param {Record<string, readonly string[]>} law
 */
function faultOf(src, file, specifier, row, law) {
  const path = specifier.replace(/[?#].*$/, '');
  if (path.startsWith('/')) return `'${specifier}' must be relative`;
  if (!path.startsWith('.')) return undefined;
  const target = resolve(dirname(file), path);
  if (!isFile(target)) return `'${specifier}' must exist (relative imports carry their extension)`;
  if (!row) return undefined;
  if (!target.startsWith(src + sep)) return `'${specifier}' must lie below src/`;
  const to = moduleName(src, target);
  const allowed = [row, ...(law[row] ?? [])];
  // A row inside a permitted folder is permitted with it: worker may use worker/protocol.
  if (allowed.some((permitted) => isWithin(to, permitted))) return undefined;
  return `${row} may import ${law[row]?.join(', ') || 'nothing'}, got ${to}`;
}

/** @param {string} path */
const isFile = (path) => existsSync(path) && statSync(path).isFile();

/** @param {string} src @param {string} file */
const moduleName = (src, file) => slashes(relative(src, file)).replace(/\.\w+$/, '');

/** @param {string} path */
const slashes = (path) => path.split(sep).join('/');

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { modules, imports, violations } = checkImports(fileURLToPath(new URL('../../src', import.meta.url)));
  for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
  console.log(`import rules: ${modules} modules, ${imports} imports, ${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
