import { expect, test } from 'vitest';
import { phraseBook } from './phrase-book.ts';

const say = phraseBook({
  none: '无',
  'row {row#}, {message}': '第 {row} 行,{message}',
  '"{text}" is not a number': '“{text}”不是数',
  'a (b) costs {price}': 'a(b)要 {price}',
});

test('phrases are found whole, their holes filled and looked up too', () => {
  expect(say('none')).toBe('无');
  expect(say('row 3, "x" is not a number')).toBe('第 3 行,“x”不是数');
  expect(say('a (b) costs none')).toBe('a(b)要 无');
});

test('what is not in the book is null, also where a number should stand', () => {
  expect(say('nothing')).toBeNull();
  expect(say('row of houses, "x" is not a number')).toBeNull();
  expect(say('and none')).toBeNull();
});
