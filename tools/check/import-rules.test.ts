import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FEWEST_MODULES, IMPORT_LAW } from './import-law.mjs';
import { checkImports, importsOf, rowOf, withoutComments } from './import-rules.mjs';

let src: string;

beforeEach(() => {
  src = join(mkdtempSync(join(tmpdir(), 'import-rules-')), 'src');
});
afterEach(() => rmSync(dirname(src), { recursive: true }));

/** Writes the modules into the planted tree and checks it; the violations as `file:line: message`. */
function check(files: Record<string, string>, fewest = 1): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(src, name)), { recursive: true });
    writeFileSync(join(src, name), text);
  }
  return checkImports(src, { fewest }).violations.map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
}

const target = { 'core/shape.ts': '', 'gpu/device.ts': '', 'worker/protocol.ts': '', 'train/trainer.ts': '' };

describe('permitted', () => {
  test.each([
    ['gpu/a.ts', '../core/shape.ts'],
    ['gpu/kernels/a.ts', '../device.ts'],
    ['worker/worker.ts', './protocol.ts'],
    ['worker/client.ts', './protocol.ts'],
    ['ui/panels/a.tsx', '../../worker/protocol.ts'],
    ['cli/train.ts', '../train/trainer.ts'],
    ['index.ts', './train/trainer.ts'],
    ['core/shape.test.ts', '../train/trainer.ts'],
    ['core/shape.gpu.test.ts', '../gpu/device.ts'],
    ['core/a.ts', 'some-package'],
  ])('%s imports %s', (file, specifier) => {
    expect(check({ ...target, [file]: `import { x } from '${specifier}';` })).toEqual([]);
  });
});

describe('forbidden', () => {
  test.each([
    ['core/a.ts', '../gpu/device.ts', 'core may import nothing, got gpu/device'],
    [
      'gpu/a.ts',
      '../train/trainer.ts',
      'gpu may import core, graph/ir, graph/ops, graph/passes, graph/plan, got train/trainer',
    ],
    [
      'worker/client.ts',
      '../train/trainer.ts',
      'worker/client may import core, worker/protocol, worker/worker, got train/trainer',
    ],
    ['worker/protocol.ts', '../train/trainer.ts', 'worker/protocol may import core, got train/trainer'],
    [
      'ui/a.tsx',
      '../gpu/device.ts',
      'ui may import core, worker/protocol, worker/client, sandbox/protocol, sandbox/client, sandbox/inside/api-names, got gpu/device',
    ],
  ])('%s imports %s', (file, specifier, message) => {
    expect(check({ ...target, [file]: `\nimport { x } from '${specifier}';` })).toEqual([
      `src/${file}:2: ${message}`,
    ]);
  });

  test.each([
    "import type { X } from '../gpu/device.ts';",
    "import '../gpu/device.ts';",
    "export * from '../gpu/device.ts';",
    "export { x as y } from '../gpu/device.ts';",
    "const x = await import('../gpu/device.ts');",
    "type X = import('../gpu/device.ts').X;",
    "new Worker(new URL('../gpu/device.ts', import.meta.url));",
    "import raw from '../gpu/device.ts?raw';",
    "import {\n  a,\n  b, // from 'nowhere'\n} from '../gpu/device.ts';",
  ])('however it is written: %s', (statement) => {
    const line = statement.split('\n').length;
    expect(check({ ...target, 'core/a.ts': statement })).toEqual([
      `src/core/a.ts:${line}: core may import nothing, got gpu/device`,
    ]);
  });
});

test('a folder without a row', () => {
  expect(check({ 'extras/a.ts': '', 'graph/stray.ts': '' })).toEqual([
    'src/extras/a.ts:1: src/extras must have a row in tools/check/import-law.mjs',
    'src/graph/stray.ts:1: src/graph must have a row in tools/check/import-law.mjs',
  ]);
});

test('an import that does not exist, also in a test', () => {
  const message = "'./gone.ts' must exist (relative imports carry their extension)";
  const text = "import { x } from './gone.ts';";
  expect(check({ 'core/a.ts': text, 'core/a.test.ts': text })).toEqual([
    `src/core/a.test.ts:1: ${message}`,
    `src/core/a.ts:1: ${message}`,
  ]);
});

test('an import without its extension, an absolute one, one that leaves src', () => {
  expect(check({ 'core/b.ts': '', 'core/a.ts': "import './b';\nimport '/src/core/b.ts';\n" })).toHaveLength(
    2,
  );
  writeFileSync(join(dirname(src), 'secret.ts'), '');
  expect(check({ 'core/a.ts': "import '../../secret.ts';" })).toEqual([
    "src/core/a.ts:1: '../../secret.ts' must lie below src/",
  ]);
});

test('a check that reads too few modules fails', () => {
  expect(check(target, FEWEST_MODULES)).toEqual([
    `src:0: the check must read at least ${FEWEST_MODULES} modules, got 4`,
  ]);
  expect(checkImports(join(src, 'nowhere')).violations).toHaveLength(1);
});

test('comments hold no imports, strings hold no comments', () => {
  const source =
    "// import './a.ts';\n/* import './b.ts';\n */ import './c.ts';\nconst u = 'http://x'; import('./d.ts');";
  expect(importsOf(source)).toEqual([
    { specifier: './c.ts', line: 3 },
    { specifier: './d.ts', line: 4 },
  ]);
  expect(withoutComments("'//' // x")).toBe("'//'     ");
});

test('every row names folders that have rows themselves, or single modules in them', () => {
  for (const allowed of Object.values(IMPORT_LAW))
    for (const folder of allowed) expect(`${folder}/`.startsWith(`${rowOf(folder)}/`)).toBe(true);
});
