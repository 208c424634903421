import { expect, test } from 'vitest';
import { defaultTail, linkGenerated, linkShader, shaderFiles } from './shaders.ts';

const conditions = { colsum: false, transpose_a: false, transpose_b: true };
const tail = defaultTail(5);

test('links a file with its conditions and the given tail', () => {
  const text = linkShader({ shader: 'matmul/naive', conditions, tail });
  expect(text).toContain('tail_out[row * tail_ints.cols + col] = value');
  expect(text).toContain('j * params.k + l');
  expect(text).not.toContain('l * params.m + i');
  expect(text).not.toMatch(/@if|import/);
});

test('another tail or condition gives another text, the same request the same', () => {
  const text = linkShader({ shader: 'matmul/naive', conditions, tail });
  expect(linkShader({ shader: 'matmul/naive', conditions, tail })).toBe(text);
  expect(linkShader({ shader: 'matmul/naive', conditions, tail: defaultTail(6) })).not.toBe(text);
  expect(
    linkShader({ shader: 'matmul/naive', conditions: { ...conditions, transpose_a: true }, tail }),
  ).not.toBe(text);
});

test('a condition without a value is an error that names it', () => {
  expect(() =>
    linkShader({ shader: 'matmul/naive', conditions: { colsum: false, transpose_a: true }, tail }),
  ).toThrow('shader matmul/naive: condition transpose_b must be given, got colsum, transpose_a.');
});

test('an unknown file is an error', () => {
  expect(() => linkShader({ shader: 'no/such', conditions: {} })).toThrow(
    'shader no/such: must be a file under shaders/',
  );
});

test('generated modules are linked too', () => {
  expect(linkGenerated('@if(yes) const a = 1; @if(!yes) const a = 2;', { yes: false })).toContain('a = 2');
});

test('the files are listed', () => {
  expect(shaderFiles).toContain('matmul/naive');
});
