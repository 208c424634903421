import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { TrainyardError } from '../core/errors.ts';
import { fileOfRole, filesOfColumn, readEntry } from './manifest.ts';
import { decodeImages, type RansModel, ransModel } from './rans.ts';
import { readGzip, readVerified } from './read.ts';

const context = { read: readDataFile };
const entry = await readEntry(context, 'mnist');
const frequencies = new Uint16Array((await readGzip(context, fileOfRole(entry, 'model'))).buffer);
const model: RansModel = ransModel(frequencies, 'model');
const shard = await readVerified(context, filesOfColumn(entry, 'train', 'pixels')[0]!);

const decode = (coded: Uint8Array, images: number): Uint8Array => {
  const out = new Uint8Array(images * 784);
  decodeImages(coded, model, 28, 28, out, 'shard');
  return out;
};

describe('decodeImages', () => {
  it('decodes digits: ink in the middle, none in the corners', () => {
    const images = decode(shard, 6000);
    for (const corner of [0, 27, 756, 783]) expect(images[corner]).toBe(0);
    expect(images.subarray(300, 480).some((value) => value > 200)).toBe(true);
  });

  it('notices a stream that is short, long, or for another number of images', () => {
    for (const coded of [
      shard.subarray(0, 3),
      shard.subarray(0, -1),
      Uint8Array.of(...shard.subarray(0, 9)),
    ]) {
      expect(() => decode(coded, 6000)).toThrow('shard: the image stream must end with the last pixel');
    }
    expect(() => decode(shard, 5999)).toThrow(TrainyardError);
    expect(() => decode(shard, 6001)).toThrow(TrainyardError);
  });

  it('ends on any bytes, with an error of its own if at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (coded) => {
        try {
          expect(decode(coded, 2)).toHaveLength(2 * 784);
        } catch (error) {
          expect(error).toBeInstanceOf(TrainyardError);
        }
      }),
    );
  });
});

describe('ransModel', () => {
  it('refuses frequencies of another size or sum', () => {
    expect(() => ransModel(frequencies.subarray(1), 'model')).toThrow('model: a model has 147456 entries');
    const wrong = frequencies.slice();
    wrong[0]!--;
    expect(() => ransModel(wrong, 'model')).toThrow('frequencies sum to 0 or 16384, got 16383');
  });
});
