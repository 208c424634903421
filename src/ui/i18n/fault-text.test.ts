import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configError, dataError, gpuError, type TrainyardError } from '../../core/errors.ts';
import { errorInfo } from '../../worker/errors.ts';
import { faultText, saidText } from './fault-text.ts';
import { zhSaid } from './zh-said.ts';

/** Two English words after each other, which no Chinese text has. */
const ENGLISH = /[a-z]{2,} [a-z]{2,}/i;

const chinese = (error: TrainyardError) => faultText(errorInfo(error), 'zh');

test('English says the message, its remedy apart', () => {
  const error = configError({ where: 'size', must: 'must be one of a, b', got: 'c', try: 'a reset' });
  expect(faultText(errorInfo(error), 'en')).toEqual({
    fact: 'size: must be one of a, b, got c.',
    remedy: 'a reset',
    original: null,
  });
});

test('Chinese says the parts, and keeps the message', () => {
  const error = dataError({
    where: 'flowers.csv',
    must: 'at least 4 good rows with 2 to 1000 different labels must be left',
    got: '1 rows with 1 labels; first problem: row 3, "n/a" is not a number',
    try: 'another label column, or rows with numbers in every other column',
  });
  expect(chinese(error)).toEqual({
    fact: 'flowers.csv:至少要有 4 个可用的行,标签有 2 到 1000 种,实际为 1 行、1 种标签;第一个问题:第 3 行,“n/a”不是数。',
    remedy: '换一个标签列,或使其余各列都是数值',
    original: error.message,
  });
});

test('a rule or a finding that nobody translated is said by its kind', () => {
  const error = gpuError({
    where: 'dense_1',
    must: 'must be of a new sort',
    got: 'an old sort',
    try: 'a new one',
  });
  expect(chinese(error)).toEqual({
    fact: 'dense_1:GPU 无法完成这一操作。',
    remedy: null,
    original: error.message,
  });
  const other = configError({ where: 'seed', must: 'must be of a new sort', got: '-1' });
  expect(chinese(other).fact).toBe('种子:设置或参数不能这样取值,实际为 -1。');
});

test('notices and notes', () => {
  expect(saidText('waiting for data', 'zh')).toBe('等待数据');
  expect(saidText('waiting for data', 'en')).toBe('waiting for data');
  expect(saidText('MNIST handwritten digits: part 3 of 8', 'zh')).toBe('MNIST 手写数字:第 3 / 8 部分');
  expect(saidText('Snapshots cannot be stored: one takes 9 bytes, and 8 are allowed', 'zh')).toBe(
    '无法保存快照:一个需要 9 字节,只允许 8 字节',
  );
});

/** What a run in the page may say; the API's own errors (layers, `fit`) are met in code, which is English. */
const PARTS = ['worker', 'data', 'gpu', 'train', 'presets', 'ui/store', 'ui/panels'];
const NOT_MET = /\.test\.tsx?$|testing|train.runtime|gpu.node/;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (NOT_MET.test(path)) continue;
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(path)) yield path;
  }
}

/** Rules, remedies and findings as they are written, each `${…}` as a number. */
function* saidIn(text: string): Generator<string> {
  for (const [, , said] of text.matchAll(/\b(?:must|try|got)(?::| =)\s*(['`])((?:(?!\1)[^\n])+)\1[,;\s}]/g)) {
    const filled = said!.replace(/\$\{hint\}/, '').replace(/\$\{[^}]*\}/g, '5');
    if (ENGLISH.test(filled) && !filled.includes('${') && filled !== 'must 5') yield filled;
  }
}

test('every rule, remedy and finding of the engine has its Chinese', () => {
  const files = PARTS.flatMap((part) => [...sources(join('src', part))]);
  const said = files.flatMap((path) =>
    [...saidIn(readFileSync(path, 'utf8'))].map((text) => ({ path, text })),
  );
  expect(said.length).toBeGreaterThan(60);
  const missing = said.filter(({ text }) => zhSaid(text) === null);
  expect(missing, 'Try: a line in src/ui/i18n/zh-said.ts').toEqual([]);
});

test('so has every notice of storage', () => {
  const files = [...sources(join('src', 'worker', 'storage'))];
  const notices = files.flatMap((path) => {
    const found = readFileSync(path, 'utf8').matchAll(/(?<==|:) ['`]([A-Z][^'`\n]* [^'`\n]*[.}])['`]/g);
    return Array.from(found, ([, text]) => text!.replace(/\$\{.*?\}(?=[ ,.)]|$)/g, '5'));
  });
  expect(notices.length).toBeGreaterThan(3);
  expect(notices.filter((text) => zhSaid(text) === null)).toEqual([]);
});
