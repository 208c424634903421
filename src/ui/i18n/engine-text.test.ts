import { expect, test } from 'vitest';
import type { Control } from '../../worker/protocol.ts';
import { controlText, optionText } from './engine-text.ts';

const control = (label: string, help: string): Control => ({
  id: 'x',
  label,
  help,
  kind: 'float',
  value: 1,
  takes: 'live',
  group: 'optimizer',
});

test('settings speak Chinese where the words are known, also those made of names', () => {
  expect(controlText(control('Learning rate', ''), 'zh').label).toBe('学习率');
  expect(controlText(control('Rho', 'Rho of RMSprop. Takes effect with the next step.'), 'zh')).toMatchObject(
    {
      label: 'Rho',
      help: 'RMSprop 的 Rho。从下一步起生效。',
    },
  );
  expect(controlText(control('Weight of main', ''), 'zh').label).toBe('main 的权重');
  expect(controlText(control('Learning rate', ''), 'en').label).toBe('Learning rate');
  expect(optionText('cosine', 'zh')).toBe('余弦');
  expect(optionText('adam', 'zh')).toBe('adam');
});
