import { describe, expect, it } from 'vitest';
import { count, resolveParams, SEED } from './params.ts';
import { datasets } from './table.ts';
import type { ParamSpec } from './types.ts';

const specs: Record<string, ParamSpec> = {
  rows: count('Rows', 1, 10, 5),
  noise: { kind: 'float', label: 'Noise', min: 0, max: 1, default: 0.5 },
  mode: { kind: 'choice', label: 'Mode', options: ['plain', 'hard'], default: 'plain' },
  shuffle: { kind: 'flag', label: 'Shuffle', default: true },
  seed: SEED,
};

describe('resolveParams', () => {
  it('fills in defaults', () => {
    const defaults = { rows: 5, noise: 0.5, mode: 'plain', shuffle: true, seed: 1 };
    expect(resolveParams('demo', specs)).toEqual(defaults);
    expect(resolveParams('demo', specs, { rows: 2, mode: 'hard' })).toEqual({
      ...defaults,
      rows: 2,
      mode: 'hard',
    });
  });

  it('names what is wrong', () => {
    const rejected: readonly (readonly [string, number | string | boolean, string])[] = [
      ['rows', 2.5, 'a whole number from 1 to 10, got 2.5'],
      ['noise', Number.NaN, 'a number from 0 to 1, got NaN'],
      ['mode', 'soft', 'one of plain, hard, got soft'],
      ['shuffle', 1, 'true or false, got 1'],
    ];
    for (const [name, value, message] of rejected) {
      const run = (): unknown => resolveParams('demo', specs, { [name]: value });
      expect(run).toThrow(`demo ${name}: the value must be ${message}`);
    }
    expect(() => resolveParams('demo', specs, { row: 1 })).toThrow('Try: one of: rows, noise, mode');
  });
});

describe('datasets', () => {
  it('carry their own id and defaults inside their ranges', () => {
    for (const [id, source] of Object.entries(datasets)) {
      expect(source.id).toBe(id);
      expect(() => resolveParams(id, source.params)).not.toThrow();
    }
  });
});
